import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Script} from 'node:vm';
import {brotliCompressSync} from 'node:zlib';
import {expect, test} from 'vitest';
import budgets from './budgets.json' with {type: 'json'};

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const file = join(dist, 'parley.js');
const code = readFileSync(file, 'utf8');
const importsAtOnce = /(?:from|import)\s*["'](\.[^"']+)["']/g;
const everyImport = /(?:from|import)\s*\(?["'`](\.[^"'`]+)["'`]/g;
const chat = join(dist, /\.\/parley\/chat-[\w-]+\.js/.exec(code)?.[0] ?? 'parley/none');

test('the script-tag file is one classic script', () => {
  expect(() => new Script(code)).not.toThrow();
  expect(code).not.toMatch(/^(import|export)\b/m);
});

test('the chat it loads stands beside it, under a name that changes with its contents', () => {
  expect(existsSync(chat)).toBe(true);
});

test('its Trusted Types policies have our names only', () => {
  const policies = [...chunksOf(chat, everyImport)].flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/createPolicy\(\s*["'`]([^"'`]*)/g)].map(([, name]) => name),
  );
  expect(policies).toContain('parley');
  expect(policies.filter((name) => !name!.startsWith('parley'))).toEqual([]);
});

/** Bytes after brotli. Budgets are lowered when code gets smaller; what raises one says why in its commit. */
test.each([
  ['parley.js, all that a page with a closed widget loads', 'closed', () => [file]],
  ['the chat, loaded when it opens', 'chat', () => [...chunksOf(chat, importsAtOnce)]],
  ['the chat with all that it loads later', 'all', () => [...chunksOf(chat, everyImport)]],
] as const)('%s stays within its budget', (_, name, paths) => {
  const bytes = paths().reduce((sum, path) => sum + brotliCompressSync(readFileSync(path)).length, 0);
  console.log(`${name}: ${bytes} bytes of ${budgets[name]}`);
  expect(bytes).toBeLessThanOrEqual(budgets[name]);
});

/** A chunk and all that it imports, by a pattern of what counts as an import. */
function chunksOf(path: string, imports: RegExp, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, name] of readFileSync(path, 'utf8').matchAll(imports)) chunksOf(join(dirname(path), name!), imports, seen);
  return seen;
}
