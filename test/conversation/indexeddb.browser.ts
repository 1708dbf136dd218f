import {expect} from 'chai';
import {openPersistence} from '../../src/conversation/persistence.ts';

const day = 24 * 60 * 60 * 1000;

describe('IndexedDB', () => {
  afterEach(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('parley');
        request.onsuccess = resolve;
        request.onerror = reject;
      }),
  );

  it('keeps each conversation under its key for all who open it, until it is cleared', async () => {
    const shop = openPersistence('local', 'shop', 1);
    const help = openPersistence('local', 'help', 1);
    expect(await shop.read()).to.equal(undefined);
    await shop.write({a: [1, 'è']});
    await help.write({b: 2});
    expect(await openPersistence('local', 'shop', 1).read()).to.deep.equal({a: [1, 'è']});
    await shop.clear();
    expect(await openPersistence('local', 'shop', 1).read()).to.equal(undefined);
    expect(await help.read()).to.deep.equal({b: 2});
  });

  it('is not touched before the first use, and not kept from a later version', async () => {
    openPersistence('local', 'shop', 1);
    expect((await indexedDB.databases()).map(({name}) => name)).not.to.include('parley');
    const place = openPersistence('local', 'shop', 1);
    await place.write(1);
    await new Promise((resolve, reject) => {
      const later = indexedDB.open('parley', 2);
      later.onsuccess = () => resolve(later.result.close());
      later.onerror = reject;
    });
  });

  it('lets go of what is older than it may be', async () => {
    let now = 0;
    const place = openPersistence('local', 'k', 2, () => now);
    await place.write('x');
    now = 2 * day;
    expect(await place.read()).to.equal('x');
    now++;
    expect(await place.read()).to.equal(undefined);
    now = 0;
    expect(await place.read()).to.equal(undefined);
  });

  it('gives way to memory where it throws, and says so once', async () => {
    const warnings: unknown[][] = [];
    const {warn} = console;
    const {open} = IDBFactory.prototype;
    console.warn = (...words) => void warnings.push(words);
    IDBFactory.prototype.open = () => {
      throw new DOMException('no storage here', 'SecurityError');
    };
    try {
      const place = openPersistence('local', 'k', 1);
      await place.write(1);
      await place.write(2);
      expect(await place.read()).to.equal(2);
      expect(warnings).to.have.length(1);
    } finally {
      IDBFactory.prototype.open = open;
      console.warn = warn;
    }
  });
});
