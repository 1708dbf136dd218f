// Builds again in another folder, with another time zone and locale, and compares the result with dist/ byte by byte.
// `node scripts/reproduce.mjs script-tag` compares only the script-tag file and its chunks.
import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [part = 'dist'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'parley-again-'));

try {
  copySources();
  installPackages();
  const args = part === 'dist' ? [] : [part];
  const env = {...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', NODE_ENV: 'development'};
  const {status, stderr} = spawnSync(process.execPath, ['scripts/build.mjs', ...args], {cwd: folder, encoding: 'utf8', env});
  if (status) throw new Error(`The build in another folder failed:\n${stderr}`);
  const there = filesOf(join(folder, 'dist'));
  const here = filesOf(join(root, 'dist')).filter((file) => part === 'dist' || /^parley[./]/.test(file));
  const others = [...new Set([...here, ...there])].filter((file) => bytesOf(root, file) !== bytesOf(folder, file));
  for (const file of others) console.error(`dist/${file} differs.`);
  if (others.length) throw new Error(`${others.length} files differ.`);
  console.log(`${here.length} files, the same bytes.`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, {recursive: true, force: true});
}

/** Copies everything but generated and installed files. */
function copySources() {
  const made = new Set(['.git', 'node_modules', 'dist', 'test', 'test-results', 'storybook-static']);
  for (const name of readdirSync(root))
    if (!made.has(name)) cpSync(join(root, name), join(folder, name), {recursive: true, filter: (path) => !/[\\/]dist$/.test(path)});
}

/** Copies the packages that are bundled, so that the build depends on nothing in the first folder, and links all others. */
function installPackages() {
  const modules = join(root, 'node_modules');
  const bundled = new Set();
  const add = (name) => {
    if (bundled.has(name) || !existsSync(join(modules, name))) return;
    bundled.add(name);
    Object.keys(manifestOf(join(modules, name)).dependencies ?? {}).forEach(add);
  };
  Object.keys(manifestOf(root).dependencies).forEach(add);
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  for (const name of names) {
    const to = join(folder, 'node_modules', name);
    mkdirSync(dirname(to), {recursive: true});
    if (bundled.has(name)) cpSync(join(modules, name), to, {recursive: true});
    else symlinkSync(join(modules, name), to, process.platform === 'win32' ? 'junction' : undefined);
  }
}

function manifestOf(path) {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
}

function filesOf(dist) {
  return readdirSync(dist, {recursive: true, encoding: 'utf8'}).filter((file) => statSync(join(dist, file)).isFile());
}

/** The content of a file, one character per byte. */
function bytesOf(base, file) {
  const path = join(base, 'dist', file);
  return existsSync(path) ? readFileSync(path, 'latin1') : undefined;
}
