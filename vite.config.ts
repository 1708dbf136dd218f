import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {type CompressOptions, minify} from 'terser';
import {defineConfig, type Plugin, type UserConfig, version} from 'vite';
import manifest from './package.json' with {type: 'json'};

/**
 * `vite build --mode`: `lib` the modules of the package, `script-tag` the file of that name, `chat`, `extras` and `words` the chunks it loads,
 * `demo` the demo's server. `scripts/build.mjs` runs them in order, since the script-tag file names the chunks.
 */
export default defineConfig(({mode}) => ({define: {__PARLEY_VERSION__: JSON.stringify(manifest.version)}, ...modes[mode]}));

const packages = Object.keys({...manifest.dependencies, ...manifest.peerDependencies});
const common = {target: 'es2022', sourcemap: true, emptyOutDir: false, reportCompressedSize: false} as const;
const small = {minify: true, comments: false} as const;
/** How long a plugin takes on a busy machine is no news. */
const quiet = {checks: {pluginTimings: false}} as const;
/** What several of the parts that are loaded later share: one file, not one each. */
const pieces =
  /\/components\/(?:picture\/picture\.|link\/anchor\.|more-icons\.|late-labels\/parts\.|part-label\.|location\/maps\.|use-once\.|frozen\.)|\/directive-helpers\./;

/** Has Chromium compile a whole file beside the page's own work while it comes, instead of each function when it is first called. */
const compiledAtOnce = '//# allFunctionsCalledOnLoad';

/** English comes with the chat. */
const languages = readdirSync('src/widget/locales').flatMap((file) => (file === 'en.ts' ? [] : file.slice(0, -'.ts'.length)));
const wordsHash = hashOf(languages.map((language) => `src/widget/locales/${language}.ts`));

/** Whatever is loaded later imports the chat by its name, so a change renames all in any case: one hash for all, since hashes do not compress. */
const filesHash = hashOf([
  ...readdirSync('src', {recursive: true, encoding: 'utf8'}).flatMap((path) => (path.endsWith('.ts') ? `src/${path}` : [])),
  'vite.config.ts',
  'package.json',
  'package-lock.json',
]);

const modes: Record<string, UserConfig> = {
  lib: {
    plugins: [ownDecorate()],
    build: {
      ...common,
      minify: false,
      lib: {entry: entries(), formats: ['es']},
      rolldownOptions: {
        external: [/^node:/, ...packages.map((name) => new RegExp(`^${name}(/|$)`))],
        output: {
          preserveModules: true,
          preserveModulesRoot: 'src',
          entryFileNames: ({name}) => `${name.replace(/^_virtual\/.*\//, 'runtime/')}.js`, // What the compiler adds, without its version in the path.
        },
      },
    },
  },
  chat: chunks(
    {chat: 'src/widget/upgrade.ts'},
    {plugins: [ownLit(), classesOfMarked(), ownDecorate(), callWords(), condense({unsafe_arrows: true})], hash: filesHash},
  ),
  extras: chunks({extras: 'src/widget/launcher-extras.ts'}, {plugins: [callWords()], hash: filesHash}),
  words: chunks(Object.fromEntries(languages.map((language) => [language, `src/widget/locales/${language}.ts`])), {hash: wordsHash}),
  'script-tag': {
    plugins: [minifyStyles(), condense({unsafe_arrows: true, sequences: false, hoist_funs: false})],
    build: {
      ...common,
      sourcemap: 'hidden', // A line that names the map would be 1 % of the file.
      lib: {entry: 'src/widget/script-tag.ts', formats: ['iife'], name: '_'},
      rolldownOptions: {...quiet, output: {...small, entryFileNames: 'parley.js'}},
    },
  },
  demo: {
    build: {...common, outDir: 'demo/dist', emptyOutDir: true, ssr: 'demo/server.ts'},
  },
};

/** What the script-tag file or another chunk loads, with whatever that loads in turn. */
function chunks(entry: Record<string, string>, {plugins = [], hash}: {plugins?: Plugin[]; hash: string}): UserConfig {
  const atOnce = new Set<string>();
  return {
    plugins: [askAgain(hash), ...plugins, minifyStyles(), collect(atOnce)],
    build: {
      ...common,
      outDir: 'dist/parley',
      license: 'chat' in entry && {fileName: 'licenses.md'}, // The others hold nothing but our own.
      lib: {entry, formats: ['es']},
      rolldownOptions: {
        ...quiet,
        preserveEntrySignatures: 'allow-extension', // What is loaded later takes from the entry what that has, instead of a third file.
        output: {
          ...small,
          entryFileNames: `[name]-${hash}.js`,
          chunkFileNames: `[name]-${hash}.js`,
          postBanner: 'chat' in entry ? compiledAtOnce : '',
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [
              {name: 'pieces', test: pieces},
              {name: 'chat', test: (id) => 'chat' in entry && atOnce.has(id), priority: 1},
            ],
          },
        },
      },
    },
  };
}

/** Of few letters, since those that come by chance do not compress: of 64 they made the script-tag file up to 0.9 % larger or smaller. */
function hashOf(paths: string[]): string {
  const hash = createHash('sha256').update(version);
  for (const path of paths.toSorted()) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 8);
}

/** One entry for each module that package.json exports or runs. */
function entries(): Record<string, string> {
  const paths = [...Object.values(manifest.exports), ...Object.values(manifest.bin)].flatMap((path) =>
    path.endsWith('.js') ? expanded(path.slice('./dist/'.length, -'.js'.length)) : [],
  );
  return Object.fromEntries(paths.map((path) => [path, `src/${path}.ts`]));
}

function expanded(path: string): string[] {
  if (!path.endsWith('/*')) return [path];
  const folder = path.slice(0, -2);
  return readdirSync(`src/${folder}`).map((file) => `${folder}/${file.slice(0, -'.ts'.length)}`);
}

/**
 * Notes what an entry imports, by whatever way, other than later: all of it goes into the entry's own file. In files of its own the
 * browser would find it only when it has read the first one.
 */
function collect(modules: Set<string>): Plugin {
  return {
    name: 'collect',
    buildEnd() {
      const waiting = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry);
      for (const id of waiting) {
        if (modules.has(id)) continue;
        modules.add(id);
        waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []));
      }
    },
  };
}

/**
 * Makes Lit ours alone. Its Trusted Types policy gets our name, so that a page's policy lists only names of ours. It leaves nothing on the
 * window, where a page's own Lit would complain of a second copy, and takes nothing from there: neither what a page hooks into its own
 * Lit nor what old polyfills left is meant for ours.
 */
function ownLit(): Plugin {
  const changes: {from: RegExp; to: string; made?: boolean}[] = [
    {from: /(?<=createPolicy\(")lit-html(?=")/, to: 'parley'},
    {from: /\(\w+\.(?:lit|reactive)\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g, to: '0'},
    {from: /\w+\.(?:lit|reactive)\w+(?:Polyfill|Hydrate)Support/g, to: '(void 0)'},
    {from: /\w+\.ShadowRoot&&\(void 0===\w+\.ShadyCSS\b.+?"replace"in CSSStyleSheet\.prototype/, to: '!0'}, // Without it the script tag loads nothing.
    // Of decorators as TypeScript does not write them here.
    {from: /Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap/, to: '0'},
    {from: /const (\w+)=this\[Symbol\.metadata\];if\(null!==\1\)\{.+?\}(?=this\._\$Eh=)/, to: ''},
    {from: /throw Error\("Value passed to 'css' function.+?security\."\)/, to: 'throw Error()'}, // Ours are checked by their types.
    // The other helpers come with what is loaded later and uses them.
    {from: /import\{isSingleExpression as (\w+)\}from"\.\/directive-helpers\.js";/, to: 'const $1=(part)=>void 0===part.strings;'},
  ];
  return {
    name: 'own-lit',
    transform(code, id) {
      if (!/\/(?:lit-html|lit-element|@lit\/reactive-element)\//.test(id)) return undefined;
      const changed = changes.reduce((text, change) => {
        change.made ||= text.search(change.from) >= 0;
        return text.replace(change.from, change.to);
      }, code);
      return changed === code ? undefined : {code: changed, map: null};
    },
    buildEnd(error) {
      const idle = changes.filter(({made}) => !made).map(({from}) => from.source);
      if (!error && idle.length) this.error(`Nothing in Lit reads ${idle.join(' or ')}: it is not ours alone.`);
    },
  };
}

/** Takes of marked its classes alone: the object that joins them is made as soon as it is loaded, so that no bundler drops it. */
function classesOfMarked(): Plugin {
  return {
    name: 'classes-of-marked',
    transform(code, id) {
      if (!id.endsWith('/marked/lib/marked.esm.js')) return undefined;
      const [, names = ''] = /;var \w+=new \w+;function [^]*export\{([^}]*)\}/.exec(code) ?? [];
      const wanted = ['Lexer', 'Tokenizer', 'Parser', 'Renderer'].flatMap(
        (name) => new RegExp(`\\S+ as ${name}\\b`).exec(names.replaceAll(',', ' '))?.[0] ?? [],
      );
      if (wanted.length < 4) this.error('marked is not written as it was: what of it is wanted is not found.');
      return {code: code.replace(/;var \w+=new \w+;function [^]*export\{[^}]*\}/, `;export{${wanted.join()}}`), map: null};
    },
  };
}

/**
 * Calls the words of a language by its name and one hash of them all, so that a chat brings no table of 28 names. What is loaded so is
 * built by itself.
 */
function callWords(): Plugin {
  return {
    name: 'call-words',
    transform(code, id) {
      if (!id.endsWith('/src/widget/locales.ts')) return undefined;
      const called = code
        .replace(/const loaders[^]*?\n\};\n/, '')
        .replace('loaders[language]()', `import(/* @vite-ignore */ \`./\${language}-${wordsHash}.js\`)`);
      if (called.includes('loaders')) this.error('The table of locales.ts is not where it was.');
      return {code: called, map: null};
    },
  };
}

/**
 * Asks for what is loaded later under another address once it could not be had: browsers remember which modules failed, some of them as long as
 * the page lives.
 */
function askAgain(hash: string): Plugin {
  const helper = `
const failed = {};
function askAgain(name) {
  return import(\`./\${name}-${hash}.js\${failed[name] ?? ''}\`).catch((error) => {
    failed[name] = (failed[name] ?? '') + '?';
    throw error;
  });
}
`;
  return {
    name: 'ask-again',
    renderChunk(code) {
      const asked = code.replace(new RegExp(`import\\("\\./([\\w-]+)-${hash}\\.js"\\)`, 'g'), 'askAgain("$1")');
      return asked === code ? undefined : {code: asked + helper, map: null};
    },
  };
}

/**
 * What the decorators of TypeScript need for properties of Lit, which are all that we decorate: the compiler's function asks first whether
 * the page wants to decorate (`Reflect.decorate`), and Lit's can also do what JavaScript's own decorators do.
 */
function ownDecorate(): Plugin {
  const own: readonly {of: RegExp; code: string}[] = [
    {
      of: /^\0@oxc-project\b.*\/decorate\.js$/,
      code: 'export default (decorators, target, key) => decorators.forEach((one) => one(target, key));',
    },
    {
      of: /\/@lit\/reactive-element\/decorators\/property\.js$/,
      code: 'export const property = (options) => (target, key) => target.constructor.createProperty(key, options);',
    },
  ];
  return {
    name: 'own-decorate',
    transform(_, id) {
      const code = own.find(({of}) => of.test(id))?.code;
      return code === undefined ? undefined : {code, map: null};
    },
  };
}

/**
 * Says the same in fewer words; the bundler's own minifier, which comes after it, gives the short names.
 *
 * @param more What makes these files smaller still. `unsafe_arrows` is for code of our own, where no function has to be none.
 */
function condense(more: CompressOptions = {}): Plugin {
  return {
    name: 'condense',
    async renderChunk(code, {name}) {
      // Which way is shorter depends on the code.
      const hoist_funs = !/^(markdown-part|sanitize)$/.test(name);
      const {code: dense, map} = await minify(code, {
        module: true,
        ecma: 2020,
        mangle: false,
        sourceMap: true,
        compress: {ecma: 2020, passes: 3, hoist_funs, ...more},
      });
      return {code: dense!, map: map as string};
    },
  };
}

/** Takes comments and white space out of the style sheets, which are strings to every other minifier. */
function minifyStyles(): Plugin {
  const small = (css: string): string =>
    css
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,>]) ?/g, '$1')
      .replace(/([\w-]): /g, '$1:')
      .replace(/(?<=[\w)]) ([*/]) (?=[\w.(])/g, '$1')
      .replace(/(?<![\w.])0(?=\.\d)/g, '')
      .replace(/(?<=\() | (?=\)|!important)/g, '')
      .replace(/;+(?=\})/g, '')
      .replace(/(?<=`) | (?=`)/g, '');
  return {
    name: 'minify-styles',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/src/')) return undefined;
      // White space between tags is one space, however much of it there is.
      const dense = code.includes('html`') ? code.replace(/\n\s+/g, '\n') : code;
      const sheets = /\.styles\.ts$|-tokens\.ts$/.test(id) ? /`[^`]*`/g : /\bcss`[^`]*`/g;
      return {code: dense.replace(sheets, small), map: null};
    },
  };
}
