// Builds once more in another folder, with another clock and language, and says whether the same bytes come out as lie in dist/.
// `node scripts/reproduce.mjs script-tag` does so with the script-tag file and its chunks alone.
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
  if (status) throw new Error(`It cannot be built elsewhere:\n${stderr}`);
  const there = filesOf(join(folder, 'dist'));
  const here = filesOf(join(root, 'dist')).filter((file) => part === 'dist' || /^parley[./]/.test(file));
  const others = [...new Set([...here, ...there])].filter((file) => bytesOf(root, file) !== bytesOf(folder, file));
  for (const file of others) console.error(`dist/${file} is another one.`);
  if (others.length) throw new Error(`${others.length} files are not what they were.`);
  console.log(`${here.length} files, the same bytes.`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, {recursive: true, force: true});
}

/** All but what is made or installed. */
function copySources() {
  const made = new Set(['.git', 'node_modules', 'dist', 'test', 'test-results', 'storybook-static']);
  for (const name of readdirSync(root))
    if (!made.has(name)) cpSync(join(root, name), join(folder, name), {recursive: true, filter: (path) => !/[\\/]dist$/.test(path)});
}

/** Copies the packages that become part of the build, which shall find nothing of the first one, and links to all others. */
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

/** One character a byte. */
function bytesOf(base, file) {
  const path = join(base, 'dist', file);
  return existsSync(path) ? readFileSync(path, 'latin1') : undefined;
}
