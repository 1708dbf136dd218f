import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Script} from 'node:vm';
import {brotliCompressSync} from 'node:zlib';
import {expect, test} from 'vitest';
import budgets from './budgets.json' with {type: 'json'};

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const file = join(dist, 'parley.js');
const code = readFileSync(file, 'utf8');
const importsAtOnce = /(?:from|import)\s*["'](\.[^"']+)["']/g;
/** Everything a chat may load, languages included. */
const chunks = readdirSync(join(dist, 'parley')).flatMap((name) => (name.endsWith('.js') ? join(dist, 'parley', name) : []));
const chat = join(dist, /\.\/parley\/chat-[\w-]+\.js/.exec(code)?.[0] ?? 'parley/none');

test('the script-tag file is a classic script', () => {
  expect(() => new Script(code)).not.toThrow();
  expect(code).not.toMatch(/^(import|export)\b/m);
});

test('the chat file it loads exists, with a hash in its name', () => {
  expect(existsSync(chat)).toBe(true);
});

test('chat files begin with the hint to compile them in the background', () => {
  const [hash] = /[\w-]{8}\.js$/.exec(chat)!;
  const own = chunks.filter((path) => path.endsWith(hash) && !/^(?:extras|locales)-/.test(basename(path)));
  expect(own.length).toBeGreaterThan(20);
  for (const path of own) expect(readFileSync(path, 'utf8')).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
});

test('all Trusted Types policies have names starting with parley', () => {
  const policies = chunks.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/createPolicy\(\s*["'`]([^"'`]*)/g)].map(([, name]) => name),
  );
  expect(policies).toContain('parley');
  expect(policies.filter((name) => !name!.startsWith('parley'))).toEqual([]);
});

/** Bytes after brotli. Budgets are lowered when code gets smaller; a commit that raises one says why. */
test.each([
  ['parley.js, which is all that a page with a closed widget loads', 'closed', () => [file]],
  ['the chat, loaded when it opens', 'chat', () => loadedWith(chat)],
  ['the chat with Markdown', 'markdown', () => loadedWith(chat, chunkNamed('markdown-part'))],
  ['the chat with Markdown and HTML', 'html', () => loadedWith(chat, chunkNamed('markdown-part'), chunkNamed('sanitize'))],
] as const)('%s stays within its budget', (_, name, paths) => {
  const bytes = paths().reduce((sum, path) => sum + brotliCompressSync(readFileSync(path)).length, 0);
  console.log(`${name}: ${bytes} bytes of ${budgets[name]}`);
  expect(bytes).toBeLessThanOrEqual(budgets[name]);
});

test('the chat does not statically import what plain text does not need', () => {
  const late = [
    'attachment-part',
    'link-part',
    'location-part',
    'picture-part',
    'template-part',
    'time-picker-part',
    'custom-part',
    'gateway',
    'listen',
  ];
  const atOnce = loadedWith(chat);
  for (const name of [
    ...late,
    'files',
    'option-warnings',
    'overlays',
    'pacing',
    'unseen-alerts',
    'position',
    'position-offer',
    'markdown-part',
    'sanitize',
    'lightbox',
    'save',
  ])
    expect(atOnce).not.toContain(chunkNamed(name));
});

test('the labels of every language are where the chat loads them from', () => {
  const [, hash] = /import\(`\.\/\$\{\w+\}-([\w-]+)\.js`\)/.exec(readFileSync(chat, 'utf8')) ?? [];
  const languages = readdirSync(join(dist, 'widget/locales')).flatMap((name) => /^(\w+)\.js$/.exec(name)?.[1] ?? []);
  expect(languages.length).toBeGreaterThan(20);
  // English is part of the chat.
  for (const language of languages) expect(existsSync(join(dist, `parley/${language}-${hash}.js`)), language).toBe(language !== 'en');
});

/** The path of the chunk with this name. */
function chunkNamed(name: string): string {
  const found = chunks.find((path) => basename(path).replace(/-[\w-]{8}\.js$/, '') === name);
  expect(found, `a chunk named ${name}`).toBeDefined();
  return found!;
}

/** These chunks and all their static imports, each once. */
function loadedWith(...paths: string[]): string[] {
  return [...new Set(paths.flatMap((path) => [...chunksOf(path)]))];
}

/** A chunk and all its static imports. */
function chunksOf(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, name] of readFileSync(path, 'utf8').matchAll(importsAtOnce)) chunksOf(join(dirname(path), name!), seen);
  return seen;
}
