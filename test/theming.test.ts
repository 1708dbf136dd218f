import {readdirSync, readFileSync, statSync} from 'node:fs';
import {expect, test} from 'vitest';
import {parts} from '../src/components/parts.ts';
import {sourcesIn} from './source.ts';

const docs = readFileSync('docs/theming.md', 'utf8');
const code = sourcesIn('src')
  .map(({code}) => code)
  .join('\n');

/** The rows of every table whose first column has this name, by the code spans in that column. */
function rows(column: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, body = ''] of docs.matchAll(new RegExp(`^\\| ${column} \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, 'gm')))
    for (const row of body.trim().split('\n')) {
      const [first = '', ...cells] = row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      for (const [, name = ''] of first.matchAll(/`([^`]+)`/g)) found.set(name, cells);
    }
  return found;
}

const unique = (names: Iterable<string>): string[] => [...new Set(names)].toSorted();
const captured = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);

test('documents exactly the parts and states that a page can style', () => {
  const told = [...rows('state').keys(), ...rows('frame').keys(), ...rows('message').keys()];
  expect(told.toSorted()).toEqual([...parts].toSorted());
});

test('templates use only part names listed in parts.ts', () => {
  const given = captured(code, /(?:\bpart="|setAttribute\('part', ')([^"']*)/g).flatMap((names) => names.split(' '));
  const plain = given.filter((name) => /^[a-z-]+$/.test(name));
  expect(plain.length).toBeGreaterThan(50);
  expect(unique(plain).filter((name) => !(parts as readonly string[]).includes(name))).toEqual([]);
});

test('documents exactly the custom properties that are read', () => {
  expect(unique(rows('property').keys())).toEqual(unique(captured(code, /var\((--parley-[a-z-]+)/g)));
});

test('documents the numeric defaults as they are in the sources', () => {
  const told = [...rows('property')].flatMap(([name, [, value = '']]) =>
    /^`[\d.]+(px)?`$/.test(value) ? [[name, value.slice(1, -1)]] : [],
  );
  expect(told).toHaveLength(8);
  expect(told.filter(([name, value]) => !code.includes(`var(${name}, ${value})`))).toEqual([]);
});

test('documents exactly the slots of widget and chat', () => {
  const texts = ['widget', 'chat'].map((name) => readFileSync(`src/widget/${name}.ts`, 'utf8'));
  expect(unique(rows('slot').keys())).toEqual(unique(texts.flatMap((text) => captured(text, /@slot ([a-z-]+)/g))));
});

test('contains the example themes as they are in the stories, each at most 25 lines long', () => {
  const sheets = ['bank', 'shop', 'playful'].map((name) => readFileSync(`stories/themes/${name}.css`, 'utf8').trimEnd());
  expect(sheets.filter((sheet) => !docs.includes(`\`\`\`css\n${sheet}\n\`\`\``))).toEqual([]);
  expect(Math.max(...sheets.map((sheet) => sheet.split('\n').length))).toBeLessThanOrEqual(25);
});

test('the pictures of the documentation exist, are used, and are smaller than 120 kB', () => {
  const shown = readdirSync('docs', {recursive: true, encoding: 'utf8'}).filter((path) => path.endsWith('.md'));
  const texts = ['README.md', ...shown.map((path) => `docs/${path}`)].map((path) => readFileSync(path, 'utf8')).join('\n');
  const wanted = captured(docs, /\(pictures\/([\w.-]+)\)/g);
  const kept = readdirSync('docs/pictures');
  expect(wanted.filter((name) => !kept.includes(name))).toEqual([]);
  expect(kept.filter((name) => name !== 'parley.png' && !texts.includes(`pictures/${name}`))).toEqual([]);
  expect(kept.filter((name) => statSync(`docs/pictures/${name}`).size >= 120_000)).toEqual([]);
});
