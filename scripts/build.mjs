// Builds everything: dist/ (the package's modules, the script-tag file and its chunks, types, the manifest of the elements) and demo/dist/.
// `node scripts/build.mjs script-tag` builds the script-tag file and its chunks alone.
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {appendFile, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
process.env['NODE_ENV'] = 'production'; // The build must not depend on the environment.

try {
  await rm(`${root}/dist`, {recursive: true, force: true});
  if (process.argv[2] === 'script-tag') await buildScriptTag();
  else await buildAll();
} catch (error) {
  console.error(`\nThe build failed: ${error.message}\n`);
  process.exitCode = 1;
}

async function buildAll() {
  const types = [
    run('typescript/bin/tsc', '-p', 'tsconfig.build.json'),
    run('@custom-elements-manifest/analyzer/cem.js', 'analyze', '--quiet'),
  ];
  await buildScriptTag();
  await bundle('lib');
  await Promise.all(types);
  await nameModulesInTypes();
  await bundle('demo'); // Last: scripts/start.mjs compares its age with that of the sources.
}

async function buildScriptTag() {
  const chat = await chunk('chat');
  await addBundlerLicence();
  const extras = await chunk('extras');
  await bundle('words');
  await bundle('script-tag', {__PARLEY_CHAT__: chat, __PARLEY_EXTRAS__: extras});
  await listHashes();
}

/** Builds a chunk that the script-tag file loads. Returns its path relative to that file, as code. */
async function chunk(name) {
  const [{output}] = await bundle(name);
  return JSON.stringify(`./parley/${output.find(({isEntry}) => isEntry).fileName}`);
}

/** Adds the bundler's own licence, since its runtime becomes part of the bundle and it lists only the licences of the packages. */
async function addBundlerLicence() {
  const path = createRequire(createRequire(import.meta.url).resolve('vite/package.json')).resolve('rolldown/package.json');
  const {name, version, license} = JSON.parse(await readFile(path, 'utf8'));
  const text = await readFile(join(dirname(path), 'LICENSE'), 'utf8');
  await appendFile(`${root}/dist/parley/licenses.md`, `\n## ${name} - ${version} (${license})\n\n${text}`);
}

/** Writes the hashes of the script tag's files to `dist/parley/integrity.json`, for pages that use subresource integrity. */
async function listHashes() {
  const chunks = (await readdir(`${root}/dist/parley`)).filter((name) => name.endsWith('.js')).toSorted();
  const hashes = {};
  for (const file of ['parley.js', ...chunks.map((name) => `parley/${name}`)])
    hashes[file] = `sha384-${createHash('sha384')
      .update(await readFile(`${root}/dist/${file}`))
      .digest('base64')}`;
  await writeFile(`${root}/dist/parley/integrity.json`, `${JSON.stringify(hashes, null, 2)}\n`);
  console.log(`dist/parley.js  integrity="${hashes['parley.js']}"`);
}

function bundle(mode, define = {}) {
  return build({root, mode, define, configFile: `${root}/vite.config.ts`, logLevel: 'warn'});
}

/**
 * Fixes module names in declarations. The compiler leaves `./message.ts` where `./message.js` is meant, and refers to types it
 * infers by `lit-html`, which is not a dependency of ours but comes with `lit`.
 */
async function nameModulesInTypes() {
  const files = await readdir(`${root}/dist`, {recursive: true});
  for (const file of files.filter((path) => path.endsWith('.d.ts'))) {
    const path = `${root}/dist/${file}`;
    const text = await readFile(path, 'utf8');
    const named = text
      .replace(/((?:from|import) ?\(?['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js')
      .replace(/(import\(['"])lit-html(?=[/'"])/g, '$1lit');
    await writeFile(path, named);
  }
}

function run(script, ...args) {
  const child = spawn(process.execPath, [`${root}/node_modules/${script}`, ...args], {cwd: root, stdio: 'inherit'});
  return new Promise((resolve, reject) => {
    child.on('close', (code) =>
      code ? reject(new Error(`${script} ${args.join(' ')} exited with ${code}; see its output above.`)) : resolve(),
    );
  });
}
