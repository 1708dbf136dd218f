import {basename} from 'node:path';
import ts from 'typescript';
import {expect, test} from 'vitest';
import {sourcesIn, type SourceFile} from './source.ts';

const files = sourcesIn('src');
const lines = ({text}: SourceFile): number => text.trimEnd().split('\n').length;

test('no source file is longer than 250 lines, and nine out of ten have at most 150', () => {
  const code = files.filter(({path}) => !path.startsWith('widget/locales/')); // Word lists, as long as there are words.
  const lengths = code.map(lines).toSorted((a, b) => a - b);
  expect(files.filter((file) => lines(file) > 250).map(({path}) => path)).toEqual([]);
  expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(150);
});

test('no story is longer than 60 lines', () => {
  const stories = sourcesIn('stories').filter(({path}) => path.endsWith('.stories.ts'));
  expect(stories.filter((file) => lines(file) > 60).map(({path}) => path)).toEqual([]);
});

test('no function is longer than 50 lines or takes more than four parameters', () => {
  expect(files.flatMap((file) => functionsOf(file).filter(({length, parameters}) => length > 50 || parameters > 4))).toEqual([]);
});

test.each([
  ['any', 'code', /[:<|&,(]\s*any\b|\bas any\b/],
  ['silenced errors', 'text', /@ts-(ignore|expect-error|nocheck)|(ox|es)lint-disable/],
  ['casts through unknown', 'code', /as unknown as/],
  ['leftovers', 'text', /\b(TODO|FIXME|XXX)\b|\bdebugger\b|console\.log/],
] as const)('the sources contain no %s', (_, where, pattern) => {
  expect(files.filter((file) => pattern.test(file[where])).map(({path}) => path)).toEqual([]);
});

test('file names are in kebab case, and no file or folder is called utils, helpers, common, types or misc', () => {
  const badly = files.filter(
    ({path}) => !/^[a-z][a-z0-9-]*(\.styles)?\.ts$/.test(basename(path)) || /\b(utils?|helpers?|common|types|misc)\b/.test(path),
  );
  expect(badly.map(({path}) => path)).toEqual([]);
});

function functionsOf({path, text}: SourceFile): {name: string; length: number; parameters: number}[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const found: {name: string; length: number; parameters: number}[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const start = node.getStart(source);
      found.push({name: `${path}:${lineOf(start) + 1}`, length: lineOf(node.end) - lineOf(start) + 1, parameters: node.parameters.length});
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
