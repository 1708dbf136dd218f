import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const files = readdirSync(dist, {recursive: true, encoding: 'utf8'}).map((path) => path.replaceAll('\\', '/'));
const read = (path: string): string => readFileSync(join(dist, path), 'utf8');

/** The packages whose code is included in a file, according to its source map. */
function packagesIn(map: string): string[] {
  const {sources} = JSON.parse(read(map)) as {sources: string[]};
  return sources.flatMap((source) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.slice(1) ?? []);
}

test('integrity.json lists the correct hash of every file the script tag may load', () => {
  const listed = JSON.parse(read('parley/integrity.json')) as Record<string, string>;
  const loaded = files.filter((path) => path === 'parley.js' || /^parley\/.*\.js$/.test(path));
  expect(Object.keys(listed).toSorted()).toEqual(loaded.toSorted());
  for (const [path, hash] of Object.entries(listed))
    expect(hash, path).toBe(`sha384-${createHash('sha384').update(read(path)).digest('base64')}`);
});

test('licenses.md names every package included in the script-tag files, with version and licence', () => {
  const licences = read('parley/licenses.md');
  const maps = files.filter((path) => /^parley(\/.*)?\.js\.map$/.test(path));
  const names = new Set([...maps.flatMap(packagesIn), 'rolldown']); // Code added by the bundler is in no source map.
  expect([...names]).toEqual(expect.arrayContaining(['lit-html', 'marked', 'dompurify', 'eventsource-parser']));
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  for (const name of names) {
    const folder = join(root, 'node_modules', name);
    const {version} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {version: string};
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    expect(licences).toContain(`\n## ${name} - ${version} (`);
    expect(plain(licences), name).toContain(plain(readFileSync(join(folder, licence!), 'utf8')));
  }
});

test('the modules of the package contain no third-party code', () => {
  const modules = files.filter((path) => path.endsWith('.js') && !path.startsWith('parley'));
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.flatMap((path) => (files.includes(`${path}.map`) ? packagesIn(`${path}.map`) : []))).toEqual([]);
  // The helper the compiler adds has no source map: one function, written by us.
  expect(modules.filter((path) => !existsSync(join(root, 'src', path.replace(/js$/, 'ts'))))).toEqual(['runtime/decorate.js']);
  expect(read('runtime/decorate.js')).not.toContain('Reflect.decorate');
});

test('a build in another folder reproduces every script-tag file byte for byte', {timeout: 120_000}, () => {
  const said = execFileSync(process.execPath, [join(root, 'scripts/reproduce.mjs'), 'script-tag'], {encoding: 'utf8', stdio: 'pipe'});
  expect(said).toMatch(/^\d{2,} files, the same bytes\.$/m);
});
