// Runs all browser benchmarks, against plain text and other chats, and writes the tables into docs/performance.md.
// npm run bench [-- --rounds 5]
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {availableParallelism, cpus, loadavg} from 'node:os';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const {values} = parseArgs({options: {rounds: {type: 'string', default: '5'}}});
const rounds = Number(values.rounds);
const place = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

install();
const {measurePeers} = await import('./peers/measure.mjs');
const {measureTranscript} = await import('./transcript/measure.mjs');
const {measureText} = await import('./text/measure.mjs');

const load = [loadavg()[0]];
const tables = {transcript: await measureTranscript({rounds}), text: await measureText({rounds}), peers: await measurePeers({rounds})};
load.push(loadavg()[0]);
const machine =
  `${new Date().toISOString().slice(0, 16)}Z, Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ` +
  `${rounds} rounds, load average ${load.map((value) => value.toFixed(1)).join(' before and ')} after.`;
for (const [name, table] of Object.entries(tables)) {
  console.info(`\n${table}`);
  write(name, `${machine}\n\n${table}`);
}

/** Installs the other chats on first use, since they are no dependencies of Parley. */
function install() {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  if (existsSync(`${folder}node_modules/deep-chat`)) return;
  const {status} = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {cwd: folder, stdio: 'inherit'});
  if (status !== 0) throw new Error('The chats to compare with could not be installed: see the output of npm above.');
}

/** Writes a table between its markers in the document. */
function write(name, table) {
  const text = readFileSync(place, 'utf8');
  const marks = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = marks.map((mark) => text.indexOf(mark));
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}`);
  writeFileSync(place, `${text.slice(0, from + marks[0].length)}\n${table}\n${text.slice(to)}`);
}
