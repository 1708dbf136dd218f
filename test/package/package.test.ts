import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {publint} from 'publint';
import {formatMessage} from 'publint/utils';
import {build} from 'vite';
import {afterAll, beforeAll, expect, test} from 'vitest';
import manifest from '../../package.json' with {type: 'json'};
import {chatPropertyNames} from '../../src/widget/chat-properties.ts';
import {launcherOptions, optionNames} from '../../src/widget/options.ts';
import {createConsumer, type Consumer} from './consumer.ts';

const entries = Object.keys(manifest.exports)
  .filter((path) => !path.endsWith('.json') && !path.includes('*'))
  .map((path) => path.replace(/^\./, manifest.name));
const elements = entries.filter((entry) => entry.includes('/elements/'));
const gateway = `${manifest.name}/gateway`;
const headless = entries.filter((entry) => !entry.includes('/elements') && entry !== gateway);
/** Packages that only a gateway needs. */
const optional = Object.keys(manifest.peerDependencies);

interface Manifest {
  modules: {path: string; declarations: Declared[]}[];
}
interface Declared {
  customElement?: boolean;
  tagName: string;
  attributes: {name: string}[];
  members: {name: string; privacy?: string}[];
}

let consumer: Consumer;
let locales: string[];
beforeAll(() => {
  consumer = createConsumer();
  locales = readdirSync(join(consumer.installed, 'dist/widget/locales'))
    .filter((file) => file.endsWith('.js'))
    .map((file) => `${manifest.name}/locales/${file.slice(0, -'.js'.length)}`);
});
afterAll(() => consumer?.remove());

test('publint reports nothing', async () => {
  const {messages, pkg} = await publint({pkgDir: consumer.installed, strict: true});
  expect(messages.map((message) => formatMessage(message, pkg, {color: false}))).toEqual([]);
});

test('the types of every entry point resolve in every module resolution (attw)', () => {
  consumer.run('attw', consumer.archive, '--profile', 'esm-only', '--no-emoji', '--no-color');
});

test('every entry point except elements can be imported in Node', () => {
  expect(locales).toHaveLength(28);
  consumer.write(
    'headless.js',
    `for (const entry of ${JSON.stringify([...headless, ...locales])}) if (!Object.keys(await import(entry)).length) throw new Error(entry);`,
  );
  consumer.run('node', 'headless.js');
});

test('packages of the gateway are optional peers, and the command says which to install', () => {
  expect(Object.keys(manifest.peerDependenciesMeta).toSorted()).toEqual(optional.toSorted());
  expect(Object.keys(manifest.dependencies).filter((name) => optional.includes(name))).toEqual([]);
  consumer.write('gateway.json', '{}');
  const program = join(consumer.installed, manifest.bin['parley-gateway']);
  expect(() => consumer.run('node', program, '--config', 'gateway.json')).toThrow(/npm i .*\bhono\b/);
});

test('the gateway can be imported in Node once its packages are installed', () => {
  consumer.install(optional);
  consumer.write('gateway.js', `const {createGateway} = await import('${gateway}'); if (typeof createGateway !== 'function') throw 0;`);
  consumer.run('node', 'gateway.js');
});

test('no browser module imports from Node or the gateway', () => {
  const dist = join(consumer.installed, 'dist');
  const scripts = readdirSync(dist, {recursive: true, encoding: 'utf8'}).filter(
    (path) => path.endsWith('.js') && !path.startsWith('gateway'),
  );
  const bad = scripts.filter((path) =>
    /\bfrom\s*["']node:|import\(["']node:|\/gateway\/(?!gateway-way)/.test(readFileSync(join(dist, path), 'utf8')),
  );
  expect(scripts.length).toBeGreaterThan(100);
  expect(bad).toEqual([]);
});

test('every entry point has types, and importing an element makes its tag and events known to TypeScript', () => {
  const imports = [...entries, ...locales].map((entry, index) => `import * as entry${index} from '${entry}';\nvoid entry${index};`);
  const uses = elements
    .map((entry) => entry.split('/').at(-1)!)
    .map((name) => `document.querySelector('parley-${name}')?.${name === 'widget' ? 'labels' : 'updateComplete'};`);
  const hears = ['document', 'window', 'document.body'].map(
    (target) => `${target}.addEventListener('parley-state', ({unread}) => unread);`,
  );
  hears.push(`window.parley?.on('page-event', ({name, data}) => [name, data]);`);
  consumer.write('types.ts', [...imports, ...uses, ...hears, ''].join('\n'));
  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    const compilerOptions = {
      noEmit: true,
      strict: true,
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable'],
      types: [],
      module,
      moduleResolution,
    };
    consumer.write('tsconfig.json', JSON.stringify({compilerOptions, files: ['types.ts']}));
    consumer.run('tsc', '-p', '.');
  }
});

test('the type declarations do not inline DOM types of one compiler version', () => {
  const dist = join(consumer.installed, 'dist');
  const types = readdirSync(dist, {recursive: true, encoding: 'utf8'}).filter((path) => path.endsWith('.d.ts'));
  expect(types.filter((path) => readFileSync(join(dist, path), 'utf8').includes('CustomElementRegistry'))).toEqual([]);
});

test('the custom elements manifest lists every option and public property, and only existing files', () => {
  const {modules} = JSON.parse(readFileSync(join(consumer.installed, manifest.customElements), 'utf8')) as Manifest;
  expect(modules.filter(({path}) => !existsSync(join(consumer.installed, path)))).toEqual([]);
  const declared = modules.flatMap(({declarations}) => declarations).filter(({customElement}) => customElement);
  const tags = elements.map((entry) => `parley-${entry.split('/').at(-1)}`);
  expect(declared.map(({tagName}) => tagName).toSorted()).toEqual(tags.toSorted());
  expect(declared.flatMap(({members}) => members.filter(({privacy}) => privacy))).toEqual([]);
  const of = (tag: string) => declared.find(({tagName}) => tagName === tag)!;
  expect(of('parley-widget').attributes.map(({name}) => name)).toEqual(optionNames);
  expect(of('parley-chat').attributes.map(({name}) => name)).toEqual(optionNames.filter((name) => !launcherOptions.includes(name)));
  for (const tag of ['parley-widget', 'parley-chat'])
    expect(of(tag).members.map(({name}) => name)).toEqual(expect.arrayContaining([...chatPropertyNames]));
});

test('tree shaking keeps the registration of imported elements', async () => {
  consumer.write('app.js', elements.map((entry) => `import '${entry}';`).join('\n'));
  const bundled = await build({
    root: consumer.folder,
    configFile: false,
    logLevel: 'error',
    build: {write: false, minify: false, rolldownOptions: {input: join(consumer.folder, 'app.js')}},
  });
  const code = [bundled]
    .flat()
    .flatMap((result) => ('output' in result ? result.output : []))
    .map((file) => ('code' in file ? file.code : ''));
  const names = elements.map((entry) => `"parley-${entry.split('/').at(-1)}"`);
  expect(names.filter((name) => !code.join('').includes(name))).toEqual([]);
});

test('internal modules cannot be imported, and only the intended files are published', () => {
  consumer.write('inside.js', `await import('${manifest.name}/dist/index.js');`);
  expect(() => consumer.run('node', 'inside.js')).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  expect(readdirSync(consumer.installed).toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'dist',
    'docs',
    'package.json',
  ]);
});

test('relative links in the documents point to published files', () => {
  const documents = readdirSync(consumer.installed, {recursive: true, encoding: 'utf8'}).filter(
    (path) => path.endsWith('.md') && !path.startsWith('dist'),
  );
  const lead = documents.flatMap((path) => {
    const links = readFileSync(join(consumer.installed, path), 'utf8').matchAll(/\]\((?!\w+:)([^)#]+)/g);
    return [...links].map(([, link]) => join(dirname(path), link!));
  });
  expect(lead.length).toBeGreaterThan(40);
  expect(lead.filter((path) => !existsSync(join(consumer.installed, path)))).toEqual([]);
});

test('published scripts contain no development code, decorators, TypeScript imports or build-time constants', () => {
  const scripts = readdirSync(join(consumer.installed, 'dist'), {recursive: true, encoding: 'utf8'}).filter(
    (path) => path.endsWith('.js') && !path.startsWith('gateway'),
  );
  const bad = scripts.filter((path) => {
    const code = readFileSync(join(consumer.installed, 'dist', path), 'utf8');
    return /Lit is in dev mode|^\s*@\w+\(|\.ts['"]\)?;?$|__PARLEY_|process\.env/m.test(code);
  });
  expect(bad).toEqual([]);
});
