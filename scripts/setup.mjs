// Installs what is missing. Node built-ins only. With --browser it also installs what tests need: a browser, and servers for the gateway's
// stores. With --display as well, a virtual screen and mouse; with --firefox or --webkit, that browser.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules/.setup-stamp');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Parley is built with Node 20.19 or newer; this is ${process.version}. Install a newer one from https://nodejs.org.`);

const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.versions.modules} ${process.platform} ${process.arch}`)
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing the packages of package-lock.json …');
  const npm = process.env['npm_execpath'];
  const {status} = npm
    ? spawnSync(process.execPath, [npm, 'ci', '--no-audit', '--no-fund'], {cwd: root, stdio: 'inherit'})
    : spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {cwd: root, stdio: 'inherit', shell: process.platform === 'win32'});
  if (status !== 0) fail('The packages could not be installed: see the output of npm above. The first run needs a network.');
  writeFileSync(stamp, wanted);
}

if (process.argv.includes('--browser')) {
  try {
    const {ensureBrowser, ensureFirefox, ensureWebKit} = await import('./browser.mjs');
    ensureBrowser();
    if (process.argv.includes('--firefox')) ensureFirefox();
    if (process.argv.includes('--webkit')) ensureWebKit();
    const {ensureTestServers} = await import('./test-servers.mjs');
    ensureTestServers();
    if (process.argv.includes('--display')) (await import('./display.mjs')).ensureDisplay();
  } catch (error) {
    fail(error.message);
  }
}

function fail(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}
