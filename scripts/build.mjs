// Builds everything: dist/ (the package's modules, the script-tag file and its chunks, types, the manifest of the elements) and demo/dist/.
import {spawn} from 'node:child_process';
import {readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build} from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  await rm(`${root}/dist`, {recursive: true, force: true});
  const types = [
    run('typescript/bin/tsc', '-p', 'tsconfig.build.json'),
    run('@custom-elements-manifest/analyzer/cem.js', 'analyze', '--quiet'),
  ];
  const chat = await chunk('chat');
  const beside = await chunk('beside');
  await bundle('words');
  await bundle('script-tag', {__PARLEY_CHAT__: chat, __PARLEY_BESIDE__: beside});
  await bundle('lib');
  await Promise.all(types);
  await nameModulesInTypes();
  await bundle('demo'); // Last: what starts the demo compares its age with that of the sources.
} catch (error) {
  console.error(`\nThe build failed: ${error.message}\n`);
  process.exitCode = 1;
}

/** Builds a chunk that the script-tag file loads. Returns its path from there, as code. */
async function chunk(name) {
  const [{output}] = await bundle(name);
  return JSON.stringify(`./parley/${output.find(({isEntry}) => isEntry).fileName}`);
}

function bundle(mode, define = {}) {
  return build({root, mode, define, configFile: `${root}/vite.config.ts`, logLevel: 'warn'});
}

/**
 * Names in declarations what a reader of the package has. The compiler leaves `./message.ts` where `./message.js` is meant,
 * and finds the types it infers in `lit-html`, which is no dependency of ours but comes with `lit`.
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
      code ? reject(new Error(`${script} ${args.join(' ')} ended with ${code}; its lines are above.`)) : resolve(),
    );
  });
}
