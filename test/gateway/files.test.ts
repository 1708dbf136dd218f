import {Readable} from 'node:stream';
import {mkdir, readdir, rename, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {DirectoryFiles} from '../../src/gateway/files/directory-files.ts';
import {contentDisposition, fileNameOf} from '../../src/gateway/files/file-name.ts';
import type {StoredFile} from '../../src/gateway/files/files.ts';
import {acceptedTypes, withExtension, isInlineType, typeOf} from '../../src/gateway/files/type-of.ts';
import {mimetypeOf} from '../../src/protocol/mimetype.ts';
import {bytes, emptyFolder, filesIn, deferred} from './open-file-routes.ts';

describe('DirectoryFiles', () => {
  const fileOf =
    (id: string, more: Partial<StoredFile> = {}) =>
    ({size, sha256}: {size: number; sha256: string}): StoredFile => ({
      id,
      conversation: 'c1',
      name: 'a.txt',
      mimetype: 'text/plain',
      size,
      sha256,
      createdAt: 1,
      ...more,
    });
  const stream = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

  test('stores a file with its measured size and hash, readable in full and in part from another instance', async () => {
    const folder = await emptyFolder();
    const files = new DirectoryFiles(folder);
    const kept = await files.put('att_1', stream('hel', 'lo'), fileOf('att_1'));
    expect(kept).toMatchObject({size: 5, sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'});
    // Another gateway over the same folder.
    const other = new DirectoryFiles(folder);
    expect(await other.find('att_1')).toEqual(kept);
    expect(await new Response(await other.open('att_1')).text()).toBe('hello');
    expect(await new Response(await other.open('att_1', {first: 1, last: 3})).text()).toBe('ell');
  });

  test('passes the head of a file in one piece of at most 64 KiB', async () => {
    const files = new DirectoryFiles(await emptyFolder());
    const heads: number[] = [];
    const big = Readable.from([Buffer.alloc(50_000, 'a'), Buffer.alloc(50_000, 'b')]);
    await files.put('att_1', big, (measured) => {
      heads.push(measured.head.length);
      expect(Buffer.from(measured.head).subarray(49_999, 50_001).toString()).toBe('ab');
      return fileOf('att_1')(measured);
    });
    expect(heads).toEqual([65_536]);
  });

  test.each(['..', '../../etc/passwd', 'a/b', 'a\\b', '', '.', 'a\0b', 'x'.repeat(129), '%2e%2e'])('rejects %j as an id', async (id) => {
    const folder = await emptyFolder();
    const files = new DirectoryFiles(join(folder, 'deep', 'inside'));
    await expect(files.put(id, stream('x'), fileOf(id))).rejects.toThrow();
    expect(await files.find(id)).toBeUndefined();
    expect(await files.open(id)).toBeUndefined();
    await files.remove(id);
    expect(await filesIn(folder)).toEqual([]);
  });

  test('leaves nothing behind when an upload is cut off or refused', async () => {
    const folder = await emptyFolder();
    const files = new DirectoryFiles(folder);
    const cut = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('cut');
      })(),
    );
    await expect(files.put('att_1', cut, fileOf('att_1'))).rejects.toThrow('cut');
    const refuse = (): never => {
      throw new Error('not wanted');
    };
    await expect(files.put('att_1', stream('whole'), refuse)).rejects.toThrow('not wanted');
    expect(await files.find('att_1')).toBeUndefined();
    expect(await files.open('att_1')).toBeUndefined();
    expect(await filesIn(folder)).toEqual([]);
    expect(await files.put('att_1', stream('again'), fileOf('att_1'))).toMatchObject({size: 5});
  });

  test('an upload in progress cannot be read, and its id is locked for every gateway', async () => {
    const folder = await emptyFolder();
    const [one, other] = [new DirectoryFiles(folder), new DirectoryFiles(folder)];
    const gate = deferred();
    const begun = deferred();
    const slow = (async function* () {
      yield Buffer.from('first ');
      begun.resolve();
      await gate.promise;
      yield Buffer.from('last');
    })();
    const first = one.put('att_1', slow, fileOf('att_1'));
    await begun.promise;
    expect(await other.find('att_1')).toBeUndefined();
    expect(await other.open('att_1')).toBeUndefined();
    await expect(other.put('att_1', stream('first last'), fileOf('att_1'))).rejects.toMatchObject({code: 'in_progress', retryAfter: 1});
    gate.resolve();
    await first;
    expect(await other.find('att_1')).toMatchObject({size: 10});
  });

  test('storing the same file again is idempotent; a different one under the same id is rejected', async () => {
    const folder = await emptyFolder();
    const files = new DirectoryFiles(folder);
    const first = await files.put('att_1', stream('one'), fileOf('att_1'));
    expect(await files.put('att_1', stream('o', 'ne'), fileOf('att_1', {createdAt: 2}))).toEqual(first);
    await expect(files.put('att_1', stream('two'), fileOf('att_1'))).rejects.toMatchObject({code: 'key_reused'});
    await expect(files.put('att_1', stream('one'), fileOf('att_1', {name: 'b.txt'}))).rejects.toMatchObject({code: 'key_reused'});
    expect(await new Response(await files.open('att_1')).text()).toBe('one');
    expect((await filesIn(folder)).filter((path) => path.includes('incoming') || path.includes('claims'))).toEqual([]);
  });

  test('the lock of a dead gateway expires after half a minute, and its leftovers are deleted after a day', async () => {
    const folder = await emptyFolder();
    const clock = {now: Date.now()};
    const now = (): number => clock.now;
    for (const name of ['claims', 'incoming/dead']) await mkdir(join(folder, name), {recursive: true});
    await writeFile(join(folder, 'incoming/dead/bytes'), 'half');
    await writeFile(join(folder, 'claims/att_1'), '');
    await utimes(join(folder, 'claims/att_1'), clock.now / 1000, clock.now / 1000);
    const put = (files: DirectoryFiles) => files.put('att_1', stream('new'), fileOf('att_1'));
    await expect(put(new DirectoryFiles(folder, {now}))).rejects.toMatchObject({code: 'in_progress'});
    clock.now += 31_000;
    await put(new DirectoryFiles(folder, {now}));
    expect(await filesIn(folder)).toContain('incoming/dead/bytes');
    clock.now += 25 * 60 * 60 * 1000;
    await new DirectoryFiles(folder, {now}).put('att_2', stream('x'), fileOf('att_2'));
    expect((await filesIn(folder)).toSorted()).toEqual([
      'kept/att_1/bytes',
      'kept/att_1/file.json',
      'kept/att_2/bytes',
      'kept/att_2/file.json',
      'of/c1/att_1',
      'of/c1/att_2',
    ]);
  });

  test('the lock of a stalled upload can be taken over after half a minute; its late failure does no harm', async () => {
    const folder = await emptyFolder();
    const clock = {now: Date.now()};
    const files = new DirectoryFiles(folder, {now: () => clock.now});
    const [next, last, begun] = [deferred(), deferred(), deferred()];
    const slow = (async function* () {
      yield Buffer.from('a');
      await next.promise;
      yield Buffer.from('b');
      begun.resolve();
      await last.promise;
      throw new Error('cut');
    })();
    const first = files.put('att_1', slow, fileOf('att_1'));
    const second = () => files.put('att_1', again(), fileOf('att_1'));
    const [held, free] = [deferred(), deferred()];
    async function* again(): AsyncGenerator<Buffer> {
      yield Buffer.from('ab');
      held.resolve();
      await free.promise;
    }
    await expect.poll(() => filesIn(folder)).toContain('claims/att_1');
    clock.now += 20_000;
    next.resolve();
    await begun.promise;
    clock.now += 20_000;
    await expect(second()).rejects.toMatchObject({code: 'in_progress'});
    clock.now += 11_000;
    const taken = second();
    await held.promise;
    last.resolve();
    await expect(first).rejects.toThrow('cut');
    await expect(second()).rejects.toMatchObject({code: 'in_progress'});
    free.resolve();
    await taken;
    expect((await filesIn(folder)).toSorted()).toEqual(['kept/att_1/bytes', 'kept/att_1/file.json', 'of/c1/att_1']);
  });

  test('deleting a conversation deletes only its files, and a deletion interrupted by a crash is completed', async () => {
    const folder = await emptyFolder();
    const files = new DirectoryFiles(folder);
    await files.put('att_1', stream('x'), fileOf('att_1'));
    await files.put('att_2', stream('y'), fileOf('att_2', {conversation: 'c2'}));
    await files.put('att_3', stream('z'), fileOf('att_3', {conversation: 'c3'}));
    await files.remove('c1');
    await files.remove('never-there');
    expect(await files.find('att_1')).toBeUndefined();
    await rename(join(folder, 'of/c3'), join(folder, 'leaving/begun'));
    await new DirectoryFiles(folder).put('att_4', stream('y'), fileOf('att_4', {conversation: 'c2'}));
    expect((await filesIn(folder)).filter((path) => !path.startsWith('kept/att_4')).toSorted()).toEqual([
      'kept/att_2/bytes',
      'kept/att_2/file.json',
      'of/c2/att_2',
      'of/c2/att_4',
    ]);
  });

  test('a sweep deletes files of unknown conversations unless they are new, and finishes interrupted work', async () => {
    const folder = await emptyFolder();
    const clock = {now: Date.now()};
    const files = new DirectoryFiles(folder, {now: () => clock.now});
    const sweep = (signal = AbortSignal.timeout(5000)) => files.sweep(async (id) => id === 'known', signal);
    expect(await sweep()).toBe(0);
    await files.put('att_1', stream('x'), fileOf('att_1', {conversation: 'known'}));
    await files.put('att_2', stream('y'), fileOf('att_2', {conversation: 'gone'}));
    await mkdir(join(folder, 'of/.hidden'));
    await writeFile(join(folder, 'claims/dead'), 'somebody');
    clock.now += 59 * 60_000;
    expect(await sweep()).toBe(0);
    clock.now += 2 * 60_000;
    await expect(sweep(AbortSignal.abort())).rejects.toThrow();
    expect(await sweep()).toBe(1);
    const known = ['kept/att_1/bytes', 'kept/att_1/file.json', 'of/known/att_1'];
    expect((await filesIn(folder)).toSorted()).toEqual(['claims/dead', ...known]);
    await rename(join(folder, 'of/known'), join(folder, 'leaving/begun'));
    clock.now += 24 * 60 * 60_000;
    expect(await sweep()).toBe(0);
    expect(await filesIn(folder)).toEqual([]);
  });

  test('a sweep refuses to delete anything if the store does not know most of the conversations', async () => {
    const folder = await emptyFolder();
    const files = new DirectoryFiles(folder, {now: () => Date.now() + 2 * 60 * 60_000});
    await files.prepare();
    const ids = Array.from({length: 42}, (_, index) => `c${index}`);
    await Promise.all(ids.map((id) => mkdir(join(folder, 'of', id))));
    const sweep = (known: number) => files.sweep(async (id) => ids.indexOf(id) < known, AbortSignal.timeout(5000));
    await expect(sweep(0)).rejects.toThrow('The store knows only 0 of the 42 conversations that have files');
    await expect(sweep(20)).rejects.toThrow('knows only 20');
    expect(await readdir(join(folder, 'of'))).toHaveLength(42);
    expect(await sweep(21)).toBe(21);
    expect(await sweep(1)).toBe(20);
    expect(await readdir(join(folder, 'of'))).toEqual(['c0']);
  });

  test('uploads of visitors that no message refers to are deleted after a time, by exactly one gateway', async () => {
    const folder = await emptyFolder();
    const files = new DirectoryFiles(folder);
    const put = (id: string, more: object) => files.put(id, stream('x'), fileOf(id, {createdAt: 1000, ...more}));
    expect(await files.removeUnsent(1000)).toEqual([]);
    const old = await put('att_old', {from: 'visitor', createdAt: 999});
    await put('att_named', {from: 'visitor', createdAt: 999});
    await put('att_young', {from: 'visitor'});
    await put('att_bot', {from: 'bot', createdAt: 999});
    await put('att_gone', {from: 'visitor', createdAt: 999, conversation: 'c2'});
    await files.retain('att_named');
    await files.retain('att_bot');
    await files.retain('../c1');
    await files.remove('c2');
    const removed = await Promise.all([files, new DirectoryFiles(folder)].map((each) => each.removeUnsent(1000)));
    expect(removed.flat()).toEqual([old]);
    const kept = ['att_bot', 'att_named', 'att_young'];
    expect((await filesIn(folder)).toSorted()).toEqual([
      ...kept.flatMap((id) => [`kept/${id}/bytes`, `kept/${id}/file.json`]),
      ...kept.map((id) => `of/c1/${id}`),
      'unsent/att_young',
    ]);
    expect(await put('att_old', {from: 'visitor'})).toMatchObject({createdAt: 1000});
  });

  test('twenty concurrent uploads under one id store one file', async () => {
    const folder = await emptyFolder();
    const many = Array.from({length: 20}, () => new DirectoryFiles(folder).put('att_1', stream('x'), fileOf('att_1')));
    const settled = await Promise.allSettled(many);
    expect(settled.filter(({status}) => status === 'fulfilled').length).toBeGreaterThan(0);
    for (const result of settled) if (result.status === 'rejected') expect(result.reason).toMatchObject({code: 'in_progress'});
    expect((await filesIn(folder)).toSorted()).toEqual(['kept/att_1/bytes', 'kept/att_1/file.json', 'of/c1/att_1']);
  });
});

describe('file names', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\cat.png', 'cat.png'],
    ['a\r\nX-Evil: 1.png', 'aX-Evil_ 1.png'],
    ['a%0D%0Ab%22c.png', 'ab"c.png'],
    ['a"b\'c.png', 'a"b\'c.png'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['\u200B\u2066in\u2069visible\uFEFF.txt', 'invisible.txt'],
    ['.htaccess', 'htaccess'],
    ['..', 'file'],
    ['   ', 'file'],
    [undefined, 'file'],
    ['half \uD83D pair.txt', 'half pair.txt'],
    ['caffe\u0300 ☕.pdf', 'caffè ☕.pdf'],
    ['a:b|c?.txt', 'a_b_c_.txt'],
    [`${'x'.repeat(300)}.png`, `${'x'.repeat(120)}.png`],
  ])('%j is sanitized to %j', (sent, shown) => {
    expect(fileNameOf(sent)).toBe(shown);
    expect(fileNameOf(shown)).toBe(shown);
  });

  test.each([
    ['dots', '.'],
    ['spaces and dots', ' .'],
    ['backslashes and letters', '\\a'],
    ['extensions', '.abc'],
  ])('a name of a million characters of %s is shortened', (_, piece) => {
    expect(fileNameOf(`a${piece.repeat(1_000_000 / piece.length)}x`).length).toBeLessThanOrEqual(131);
  });

  test('Content-Disposition encodes any file name in a valid header', () => {
    expect(contentDisposition('attachment', 'caffè "x" 100%\\.pdf')).toBe(
      'attachment; filename="caff_ _x_ 100__.pdf"; filename*=UTF-8\'\'caff%C3%A8%20%22x%22%20100%25%5C.pdf',
    );
    expect(contentDisposition('inline', "it's (1)!*.png")).toContain("filename*=UTF-8''it%27s%20%281%29%21%2A.png");
    expect(() => new Headers({'content-disposition': contentDisposition('inline', fileNameOf('\u{1F600}\r\n\0.png'))})).not.toThrow();
  });
});

describe('file types', () => {
  const text = (words: string): Buffer => Buffer.from(words);

  test.each<[name: string, content: Buffer, type: string | undefined]>([
    ['cat.png', bytes.png, 'image/png'],
    ['cat.png', bytes.jpeg, 'image/jpeg'],
    ['tiny.jpg', Buffer.from('ffd8ff', 'hex'), 'image/jpeg'],
    ['cat.gif', bytes.gif, 'image/gif'],
    ['long.txt', Buffer.alloc(65_536, 'xè'), 'text/plain'],
    ['clip.mp4', bytes.mp4, 'video/mp4'],
    ['a.pdf', text('%PDF-1.7\n%âãÏÓ\n'), 'application/pdf'],
    ['report.docx', bytes.zip, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['things.zip', bytes.zip, 'application/zip'],
    ['old.xls', bytes.cfb, 'application/vnd.ms-excel'],
    ['setup.msi', bytes.cfb, undefined],
    ['numbers.csv', text('a;b\n1;2\n'), 'text/csv'],
    ['latin.txt', Buffer.from('caff\u00e8', 'latin1'), 'text/plain'],
    ['notes', text('BMW is a car, GIF89a a picture'), 'text/plain'],
    ['data.json', text('{"a": 1}'), 'application/json'],
    ['meeting.ics', text('BEGIN:VCALENDAR\r\nEND:VCALENDAR'), 'text/calendar'],
    ['wide.txt', Buffer.from('\ufeffhello', 'utf16le'), 'text/plain'],
    ['unknown', bytes.junk, 'application/octet-stream'],
    ['cat.png', text('<!DOCTYPE html><script>alert(1)</script>'), undefined],
    ['cat.png', text('\n  <html><body>hi'), undefined],
    ['logo.png', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), undefined],
    ['logo.xml', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), undefined],
    ['logo.txt', text('\ufeff<svg onload="alert(1)"/>'), undefined],
    ['logo.txt', Buffer.from('\ufeff<svg onload="alert(1)"/>', 'utf16le'), undefined],
    ['logo.svg', text('<!-- picture --><svg/>'), undefined],
    ['cat.png', bytes.exe, undefined],
    ['cat.png', text('\u007fELF\u0002\u0001\u0001'), undefined],
  ])('the type of %s is detected from its content: %#', async (name, content, type) => {
    expect(await typeOf(content, name)).toBe(type);
  });

  test.each([
    ['a.html', 'text/plain', 'a.html.txt'],
    ['cat.exe', 'image/png', 'cat.exe.png'],
    ['cat.JPG', 'image/jpeg', 'cat.JPG'],
    ['cat.jpeg', 'image/jpeg', 'cat.jpeg'],
    ['file', 'application/pdf', 'file.pdf'],
    ['run.bat', 'application/octet-stream', 'run.bat.bin'],
    ['raw.dat', 'application/octet-stream', 'raw.dat'],
  ])('the name %s for type %s becomes %s', (name, type, ending) => {
    expect(withExtension(name, type)).toBe(ending);
  });

  test('every accepted type has an extension that maps back to it, and only safe media is shown inline', () => {
    for (const type of acceptedTypes) expect(mimetypeOf(withExtension('x', type)), type).toBe(type);
    expect(acceptedTypes.filter(isInlineType).every((type) => /^(image|audio|video)\/(?!svg)/.test(type))).toBe(true);
    expect(acceptedTypes).not.toContain('image/svg+xml');
    expect(acceptedTypes).not.toContain('text/html');
    expect(isInlineType('image/svg+xml')).toBe(false);
  });
});
