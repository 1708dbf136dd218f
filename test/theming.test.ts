import {readdirSync, readFileSync, statSync} from 'node:fs';
import {expect, test} from 'vitest';
import {parts} from '../src/components/parts.ts';
import {sourcesIn} from './source.ts';

const docs = readFileSync('docs/theming.md', 'utf8');
const code = sourcesIn('src')
  .map(({code}) => code)
  .join('\n');

/** The rows of every table whose first column is of this name, by what that column holds in code signs. */
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

test('every part and state that a page may style is explained, and no other', () => {
  const told = [...rows('state').keys(), ...rows('frame').keys(), ...rows('message').keys()];
  expect(told.toSorted()).toEqual([...parts].toSorted());
});

test('every name that a template gives a part is one that is exported', () => {
  const given = captured(code, /(?:\bpart="|setAttribute\('part', ')([^"']*)/g).flatMap((names) => names.split(' '));
  const plain = given.filter((name) => /^[a-z-]+$/.test(name));
  expect(plain.length).toBeGreaterThan(50);
  expect(unique(plain).filter((name) => !(parts as readonly string[]).includes(name))).toEqual([]);
});

test('every property that is read is explained, and no other', () => {
  expect(unique(rows('property').keys())).toEqual(unique(captured(code, /var\((--parley-[a-z-]+)/g)));
});

test('the plain defaults are those of the sources', () => {
  const told = [...rows('property')].flatMap(([name, [, value = '']]) =>
    /^`[\d.]+(px)?`$/.test(value) ? [[name, value.slice(1, -1)]] : [],
  );
  expect(told).toHaveLength(8);
  expect(told.filter(([name, value]) => !code.includes(`var(${name}, ${value})`))).toEqual([]);
});

test('every slot of widget and chat is explained, and no other', () => {
  const texts = ['widget', 'chat'].map((name) => readFileSync(`src/widget/${name}.ts`, 'utf8'));
  expect(unique(rows('slot').keys())).toEqual(unique(texts.flatMap((text) => captured(text, /@slot ([a-z-]+)/g))));
});

test('the worked themes stand in the text as they are in the stories, each in no more than 25 lines', () => {
  const sheets = ['bank', 'shop', 'playful'].map((name) => readFileSync(`stories/themes/${name}.css`, 'utf8').trimEnd());
  expect(sheets.filter((sheet) => !docs.includes(`\`\`\`css\n${sheet}\n\`\`\``))).toEqual([]);
  expect(Math.max(...sheets.map((sheet) => sheet.split('\n').length))).toBeLessThanOrEqual(25);
});

test('the pictures of the text are there, none is left over, and none is heavy', () => {
  const shown = readdirSync('docs', {recursive: true, encoding: 'utf8'}).filter((path) => path.endsWith('.md'));
  const texts = ['README.md', ...shown.map((path) => `docs/${path}`)].map((path) => readFileSync(path, 'utf8')).join('\n');
  const wanted = captured(docs, /\(pictures\/([\w.-]+)\)/g);
  const kept = readdirSync('docs/pictures');
  expect(wanted.filter((name) => !kept.includes(name))).toEqual([]);
  expect(kept.filter((name) => name !== 'parley.png' && !texts.includes(`pictures/${name}`))).toEqual([]);
  expect(kept.filter((name) => statSync(`docs/pictures/${name}`).size >= 120_000)).toEqual([]);
});
