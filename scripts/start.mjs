// Builds everything if the demo is older than the sources, starts the demo and prints its addresses. `PORT` sets the port.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, statSync} from 'node:fs';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = `${root}/demo/dist/server.js`;
const sources = [
  'src',
  'demo',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
  'scripts/build.mjs',
];

if (!existsSync(server) || statSync(server).mtimeMs < Math.max(...sources.map(newest))) {
  console.log('Building …');
  const {status} = spawnSync(process.execPath, [`${root}/scripts/build.mjs`], {cwd: root, stdio: 'inherit'});
  if (status !== 0) process.exit(1);
}

try {
  const {addressesOf, startDemo} = await import(pathToFileURL(server).href);
  const demo = await startDemo();
  console.log(`\n${addressesOf(demo)}\nStop with Ctrl+C.\n`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void demo.close().finally(() => process.exit(0)));
} catch (error) {
  console.error(
    `\nThe demo could not start: ${error.code === 'EACCES' ? 'the port needs more privileges; try PORT=8080 npm start' : error.message}\n`,
  );
  process.exit(1);
}

/** Modification time of a file, or of the newest one in a folder. */
function newest(path) {
  const stat = statSync(`${root}/${path}`, {throwIfNoEntry: false});
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  const inside = readdirSync(`${root}/${path}`).filter((name) => name !== 'dist');
  // Removing a file changes the time of its folder, but in `demo` so does building `demo/dist`.
  return Math.max(path === 'demo' ? 0 : stat.mtimeMs, ...inside.map((name) => newest(`${path}/${name}`)));
}
