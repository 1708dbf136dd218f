// Builds what is older than its sources, starts the demo and prints its addresses. `PORT` chooses another port than the usual one.
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
    `\nThe demo could not start: ${error.code === 'EACCES' ? 'that port needs more rights; try PORT=8080 npm start' : error.message}\n`,
  );
  process.exit(1);
}

/** When a file, or the newest one in a folder, was changed. */
function newest(path) {
  const stat = statSync(`${root}/${path}`, {throwIfNoEntry: false});
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  const inside = readdirSync(`${root}/${path}`).filter((name) => name !== 'dist');
  // A removed file changes its folder's time; the folder of the build itself is no source.
  return Math.max(path === 'demo' ? 0 : stat.mtimeMs, ...inside.map((name) => newest(`${path}/${name}`)));
}
