import {builtinModules} from 'node:module';
import {expect, test} from 'vitest';
import manifest from '../package.json' with {type: 'json'};
import {importsOf, sourcesIn} from './source.ts';

/** Packages that only the gateway needs, and that apps which use only the elements never install. */
const peers = Object.keys(manifest.peerDependencies);
// Older versions of Node have no `sqlite`.
const builtins = [...builtinModules, 'sqlite'].map((name) => `node:${name}`);

/** What each layer may import besides itself: layers, then packages. Enforces the diagram in docs/architecture.md. */
const allowed: Record<string, {layers: readonly string[]; packages: readonly string[]}> = {
  protocol: {layers: [], packages: []},
  transport: {layers: ['protocol'], packages: ['eventsource-parser']},
  conversation: {layers: ['protocol'], packages: []},
  components: {layers: ['protocol'], packages: ['lit', 'marked', 'dompurify']},
  widget: {layers: ['protocol', 'transport', 'conversation', 'components'], packages: ['lit']},
  elements: {layers: ['components', 'widget'], packages: []},
  testing: {layers: ['protocol', 'transport', 'conversation'], packages: []},
  gateway: {layers: ['protocol'], packages: [...builtins, ...peers]},
  'index.ts': {layers: ['protocol', 'transport', 'conversation'], packages: []},
};

/** Layers that run in Node, too. */
const headless = ['protocol', 'transport', 'conversation', 'testing', 'gateway'];
const dom = /(?<![.'"`\w-])(document|window|HTMLElement|customElements|ShadowRoot|MutationObserver|getComputedStyle)\b(?!['"`:?-])/g;

/** Injection sinks: whatever turns a string into markup or code. */
const sinks =
  /\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|DOMParser|srcdoc|unsafeHTML|unsafeSVG|unsafeStatic|document\.write|eval\(|new Function)/g;
const markupFile = 'components/text/markdown.ts';

const files = sourcesIn('src');
const graph = new Map(files.map((file) => [file.path, importsOf(file)]));

test('every source file belongs to a layer', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter(({path}) => !allowed[layerOf(path)]).map(({path}) => path)).toEqual([]);
});

test.each(Object.keys(allowed))('%s imports only the layers and packages it may', (layer) => {
  const {layers, packages} = allowed[layer]!;
  const foreign = [...graph]
    .filter(([path]) => layerOf(path) === layer)
    .flatMap(([path, imports]) => [
      ...imports.files
        .filter((target) => layerOf(target) !== layer && !layers.includes(layerOf(target)))
        .map((target) => `${path} → ${target}`),
      ...imports.packages.filter((name) => !packages.includes(name)).map((name) => `${path} → ${name}`),
    ]);
  expect(foreign).toEqual([]);
});

test('only the indexes of elements import elements', () => {
  const importers = [...graph]
    .filter(([, {files: targets}]) => targets.some((target) => layerOf(target) === 'elements'))
    .map(([path]) => path);
  expect(importers.filter((path) => path !== 'elements/index.ts' && path !== 'elements/widget.ts')).toEqual([]);
});

test('there are no circular imports, type imports included', () => {
  expect([...graph.keys()].map((path) => cycleFrom(path)).filter(Boolean)).toEqual([]);
});

test.each(headless)('%s does not use the DOM', (layer) => {
  const mentions = files
    .filter(({path}) => layerOf(path) === layer)
    .flatMap(({path, code}) => [...code.matchAll(dom)].map(([, name]) => `${path}: ${name}`));
  expect(mentions).toEqual([]);
});

test('only components/text/markdown.ts turns strings into markup', () => {
  const uses = files
    .filter(({path}) => path !== markupFile)
    .flatMap(({path, code}) => [...code.matchAll(sinks)].map(([, name]) => `${path}: ${name}`));
  expect(uses).toEqual([]);
});

test('no template writes a style attribute, which a strict Content-Security-Policy blocks', () => {
  const uses = files.flatMap(({path, code}) => [...code.matchAll(/\bstyleMap\b|<[^>]*\sstyle=/g)].map(([use]) => `${path}: ${use}`));
  expect(uses).toEqual([]);
});

function layerOf(path: string): string {
  return path.split('/')[0]!;
}

/** A chain of imports from a file back to itself, if there is one. */
function cycleFrom(start: string, path = start, seen = new Set<string>()): string | undefined {
  for (const target of graph.get(path)?.files ?? []) {
    if (target === start) return `${path} → ${start}`;
    if (seen.has(target)) continue;
    seen.add(target);
    const way = cycleFrom(start, target, seen);
    if (way) return `${path} → ${way}`;
  }
  return undefined;
}
