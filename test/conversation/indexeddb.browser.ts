import {expect} from 'chai';
import {Conversation} from '../../src/conversation/conversation.ts';
import {openPersistence} from '../../src/conversation/persistence.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';

const day = 24 * 60 * 60 * 1000;

/** Creates a database as version 1 of the schema stored it. */
async function createVersion1(records: Record<string, unknown>): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('parley', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('conversations');
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  });
  const work = database.transaction('conversations', 'readwrite');
  for (const [key, record] of Object.entries(records)) work.objectStore('conversations').put(record, key);
  await new Promise((resolve) => (work.oncomplete = resolve));
  database.close();
}

/** Counts the records that `work` writes or deletes. */
async function countWrites(work: () => Promise<unknown>): Promise<number> {
  let writes = 0;
  const {put, delete: remove} = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...args) {
    writes++;
    return put.apply(this, args);
  };
  IDBObjectStore.prototype.delete = function (...args) {
    writes++;
    return remove.apply(this, args);
  };
  try {
    await work();
  } finally {
    Object.assign(IDBObjectStore.prototype, {put, delete: remove});
  }
  return writes;
}

/** Keys of everything in an object store. */
async function keysOf(store: 'conversations' | 'entries'): Promise<IDBValidKey[]> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('parley');
    request.onsuccess = () => resolve(request.result);
  });
  const request = database.transaction(store).objectStore(store).getAllKeys();
  await new Promise((resolve) => (request.onsuccess = resolve));
  database.close();
  return request.result;
}

/** A stored conversation with this many entries. */
function conversationOf(count: number) {
  const text = (body: string) => ({code: 'message', type: 'text', body});
  const entry = (place: number) => ({id: `id${place}`, at: place, from: 'visitor', message: text(`${place}`), delivery: 'sent'});
  return {version: 1, phase: 'open', entries: Array.from({length: count}, (_, place) => entry(place)), unread: 0, data: {}};
}

describe('IndexedDB', () => {
  afterEach(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('parley');
        request.onsuccess = resolve;
        request.onerror = reject;
      }),
  );

  it('stores each conversation under its key for every instance, until it is cleared', async () => {
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

  it('is not opened before the first use, and does not block an upgrade to a later version', async () => {
    openPersistence('local', 'shop', 1);
    expect((await indexedDB.databases()).map(({name}) => name)).not.to.include('parley');
    const place = openPersistence('local', 'shop', 1);
    await place.write(1);
    await new Promise((resolve, reject) => {
      const later = indexedDB.open('parley', 3);
      later.onsuccess = () => resolve(later.result.close());
      later.onerror = reject;
    });
  });

  it('drops a conversation that has expired', async () => {
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

  it('falls back to memory if opening throws, and warns once', async () => {
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

  it('migrates every conversation of schema version 1', async () => {
    const kept = conversationOf(200);
    await createVersion1({
      shop: {at: Date.now(), json: JSON.stringify(kept)},
      help: {at: Date.now(), json: JSON.stringify({...kept, unread: 3})},
      spoilt: {at: Date.now(), json: '{'},
    });
    const shop = openPersistence('local', 'shop', 1);
    expect(await shop.read()).to.deep.equal(kept);
    const more = {...kept, entries: [...kept.entries, kept.entries[0]]};
    await shop.write(more);
    for (let visit = 0; visit < 2; visit++) expect(await openPersistence('local', 'shop', 1).read()).to.deep.equal(more);
    expect(await openPersistence('local', 'help', 1).read()).to.deep.equal({...kept, unread: 3});
    expect(await openPersistence('local', 'spoilt', 1).read()).to.equal(undefined);
    expect(await keysOf('entries')).to.have.length(201);
  });

  it('writes one record and the head for a new message among 10,000, even in a restored conversation', async () => {
    const kept = conversationOf(10_000);
    const place = openPersistence('local', 'k', 1);
    await place.read();
    await place.write(kept);
    expect(await countWrites(() => place.write({...kept, entries: [...kept.entries, {id: 'more'}]}))).to.equal(2);
    expect(
      await countWrites(() => place.write({...kept, entries: kept.entries.with(5, {...kept.entries[5]!, delivery: 'failed'})})),
    ).to.equal(3);

    const persistence = openPersistence('local', 'k', 1);
    const conversation = new Conversation({transport: new ScriptedTransport(['aha']), persistence});
    expect(await countWrites(async () => (await conversation.open(), await conversation.flush()))).to.be.at.most(1);
    expect(conversation.state.entries).to.have.length(10_000);
    // Queued, sending, sent, answered: at most one write of two records for each.
    expect(await countWrites(async () => (await conversation.send('one more'), await conversation.flush()))).to.be.at.most(8);
    conversation.dispose();
    const {entries} = Object(await openPersistence('local', 'k', 1).read());
    expect(entries.slice(-2).map(({message}: {message: {body: string}}) => message.body)).to.deep.equal(['one more', 'aha']);
  });

  it('rewrites no entry on restore, whatever the order of fields or the unknown fields of a bot message', async () => {
    const asking = {
      quick_replies: [{title: 'Red', content_type: 'text'}],
      body: 'Which?',
      mood: {b: 1, a: 2},
      type: 'text',
      code: 'message',
    };
    const script = {settings: {engine: 'x'}, messages: [asking], context: {step: 1}};
    const first = new Conversation({transport: new ScriptedTransport([script]), persistence: openPersistence('local', 'k', 1)});
    await first.open();
    first.look(first.state.entries[0]!.id, {slide: 1});
    await first.flush();
    first.dispose();
    const again = new Conversation({transport: new ScriptedTransport(['aha']), persistence: openPersistence('local', 'k', 1)});
    expect(await countWrites(async () => (await again.open(), await again.flush()))).to.be.at.most(1);
    expect(again.state.entries).to.deep.equal(first.state.entries);
    again.dispose();
  });

  it('keeps the last write intact if two tabs write without coordination', async () => {
    const [one, other] = [openPersistence('local', 'k', 1), openPersistence('local', 'k', 1)];
    const named = (name: string, count: number) => ({entries: Array.from({length: count}, (_, place) => ({id: `${name}${place}`}))});
    await one.write(named('a', 5));
    await other.read();
    await one.write(named('a', 6));
    await other.write(named('b', 3));
    expect(await one.read()).to.deep.equal(named('b', 3));
    await one.clear();
    await other.write(named('b', 4));
    expect(await one.read()).to.deep.equal(named('b', 4));
  });

  it('rejects writes of a tab whose reign is over and reports that', async () => {
    const [one, other] = [openPersistence('local', 'k', 1), openPersistence('local', 'k', 1)];
    const under = (reign: number, ...ids: string[]) => ({entries: ids.map((id) => ({id})), tabs: {reign}});
    await one.write(under(1, 'a'));
    await other.read();
    await other.write(under(2, 'a', 'b'));
    expect(await one.write(under(1, 'a', 'x'))).to.equal(false);
    expect(await other.read()).to.deep.equal(under(2, 'a', 'b'));
    await other.write(under(2, 'a', 'b', 'c'));
    expect(await one.write(under(3, 'd'))).not.to.equal(false);
    expect(await other.read()).to.deep.equal(under(3, 'd'));
  });

  it('writes a change atomically', async () => {
    const place = openPersistence('local', 'k', 1);
    const {warn} = console;
    console.warn = () => {};
    await place.write({step: 1, entries: [{id: 'a'}]});
    const {put, delete: remove} = IDBObjectStore.prototype;
    let faults = 1;
    IDBObjectStore.prototype.put = function (value, key) {
      const request = put.call(this, value, key);
      if (!Array.isArray(key) && --faults >= 0) this.transaction.abort();
      return request;
    };
    const kept = () => openPersistence('local', 'k', 1).read();
    try {
      await place.write({step: 2, entries: [{id: 'b'}]});
      expect(await kept(), 'retried once').to.deep.equal({step: 2, entries: [{id: 'b'}]});
      faults = 2;
      IDBObjectStore.prototype.delete = () => {
        throw new DOMException('no');
      };
      await place.write({step: 3, entries: [{id: 'b'}, {id: 'c'}]});
    } finally {
      Object.assign(IDBObjectStore.prototype, {put, delete: remove});
      console.warn = warn;
    }
    expect(await kept()).to.deep.equal({step: 2, entries: [{id: 'b'}]});
    expect(await place.read(), 'in memory').to.deep.equal({step: 3, entries: [{id: 'b'}, {id: 'c'}]});
  });

  it('deletes the stored conversation if it can no longer be updated', async () => {
    const place = openPersistence('local', 'k', 1);
    const {warn} = console;
    const {put} = IDBObjectStore.prototype;
    console.warn = () => {};
    await place.write({entries: [{id: 'a', delivery: 'queued'}]});
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      await place.write({entries: [{id: 'a', delivery: 'sending'}]});
    } finally {
      Object.assign(IDBObjectStore.prototype, {put});
      console.warn = warn;
    }
    expect(await openPersistence('local', 'k', 1).read()).to.equal(undefined);
    expect(await keysOf('entries')).to.deep.equal([]);
  });

  it('deletes other expired conversations, each after its own number of days', async () => {
    await createVersion1({unsaid: {at: 0, json: '{"entries":[]}'}, ancient: {at: -400 * day, json: '{"entries":[]}'}});
    await openPersistence('local', 'short', 1, () => 0).write({entries: [{id: 'a'}, {id: 'b'}]});
    await openPersistence('local', 'long', 90, () => 0).write({entries: [{id: 'c'}]});
    await openPersistence('local', 'here', 1, () => 2 * day).read();
    for (let tries = 0; tries < 100 && (await keysOf('conversations')).includes('short'); tries++) await keysOf('entries');
    expect(await keysOf('conversations')).to.deep.equal(['long', 'unsaid']);
    expect(await keysOf('entries')).to.deep.equal([['long', 0]]);
  });
});
