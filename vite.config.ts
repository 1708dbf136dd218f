import {readdirSync} from 'node:fs';
import {defineConfig, type Plugin, type UserConfig} from 'vite';
import manifest from './package.json' with {type: 'json'};

/**
 * `vite build --mode`: `lib` the modules of the package, `script-tag` the file of that name, `chat` and `teaser` the chunks it loads,
 * `demo` the demo's server. `scripts/build.mjs` runs them in order, since the script-tag file names the chunks.
 */
export default defineConfig(({mode}) => modes[mode] ?? {});

const packages = Object.keys({...manifest.dependencies, ...manifest.peerDependencies});
const common = {target: 'es2022', sourcemap: true, emptyOutDir: false, reportCompressedSize: false} as const;
const small = {minify: true, comments: false} as const;
/** What several of the parts that are loaded later share: one file, not one each. */
const pieces = /\/components\/(?:picture\/picture\.|link\/anchor\.|location\/maps\.|use-once\.|frozen\.)/;

const modes: Record<string, UserConfig> = {
  lib: {
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
  chat: chunks('chat', 'src/elements/chat.ts', [renamePolicy()]),
  teaser: chunks('teaser', 'src/widget/teaser.ts'),
  'script-tag': {
    plugins: [minifyStyles()],
    build: {
      ...common,
      lib: {entry: 'src/widget/script-tag.ts', formats: ['iife'], name: '_'},
      rolldownOptions: {output: {...small, entryFileNames: 'parley.js'}},
    },
  },
  demo: {
    build: {...common, outDir: 'demo/dist', emptyOutDir: true, ssr: 'demo/server.ts'},
  },
};

/** An entry that the script-tag file loads, with whatever it loads in turn. */
function chunks(name: string, entry: string, plugins: Plugin[] = []): UserConfig {
  return {
    plugins: [...plugins, minifyStyles()],
    build: {
      ...common,
      outDir: 'dist/parley',
      license: name === 'chat' && {fileName: 'licenses.md'}, // The teaser holds nothing but our own.
      lib: {entry: {[name]: entry}, formats: ['es']},
      rolldownOptions: {
        preserveEntrySignatures: 'allow-extension', // What is loaded later takes from the entry what that has, instead of a third file.
        output: {
          ...small,
          entryFileNames: '[name]-[hash].js',
          chunkFileNames: '[name]-[hash].js',
          codeSplitting: {includeDependenciesRecursively: false, groups: [{name: 'pieces', test: pieces}]},
        },
      },
    },
  };
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

/** Gives Lit's Trusted Types policy our name, so that a page's policy lists only names of ours. */
function renamePolicy(): Plugin {
  const theirs = 'createPolicy("lit-html"';
  let renamed = false;
  return {
    name: 'rename-policy',
    transform(code, id) {
      if (!id.includes('lit-html') || !code.includes(theirs)) return undefined;
      renamed = true;
      return {code: code.replace(theirs, 'createPolicy("parley"'), map: null};
    },
    buildEnd(error) {
      if (!error && !renamed) this.error(`Nothing in lit-html reads ${theirs}: its Trusted Types policy kept its name.`);
    },
  };
}

/** Takes comments and white space out of the style sheets, which are strings to every other minifier. */
function minifyStyles(): Plugin {
  const small = (css: string): string =>
    css
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      .replace(/([\w-]): /g, '$1:')
      .replaceAll(';}', '}');
  return {
    name: 'minify-styles',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/src/')) return undefined;
      const sheets = /\.styles\.ts$|-tokens\.ts$/.test(id) ? /`[^`]*`/g : /\bcss`[^`]*`/g;
      return {code: code.replace(sheets, small), map: null};
    },
  };
}
