// Finds a Chromium to test with, or installs one. Node built-ins only: this runs before anything is installed.
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {platform} from 'node:os';

/** The same engine without the browser around it: tests take two thirds of the time. */
const shells = ['chromium-headless-shell', 'chrome-headless-shell'];
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const elsewhere = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: [
    `${process.env['PROGRAMFILES']}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env['PROGRAMFILES(X86)']}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env['PROGRAMFILES(X86)']}\\Microsoft\\Edge\\Application\\msedge.exe`,
  ],
};

/** The sandbox needs privileges that root in a container lacks. */
export const browserArgs = [
  ...(process.env['CI'] || process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For tests that do not depend on compositing: one process less saves an eighth of the time. */
export const testArgs = [...browserArgs, '--in-process-gpu'];

/** Path of a Chromium for tests on this machine, or undefined. `CHROME_PATH` takes precedence. */
export function findBrowser() {
  return askedFor() ?? firstOf(shells) ?? findWholeBrowser();
}

/** Path of a complete Chromium, which can also open windows, or undefined. `CHROME_PATH` takes precedence. */
export function findWholeBrowser() {
  return askedFor() ?? [bundled()].find(isThere) ?? firstOf(names) ?? (elsewhere[platform()] ?? []).find(isThere);
}

/** Path of a Firefox on this machine, or undefined. `FIREFOX_PATH` takes precedence. */
export function findFirefox() {
  return (
    process.env['FIREFOX_PATH'] || firstOf(['firefox', 'firefox-esr']) || ['/Applications/Firefox.app/Contents/MacOS/firefox'].find(isThere)
  );
}

/** Installs Firefox unless there is one. */
export function ensureFirefox() {
  if (findFirefox()) return;
  console.log('No Firefox found: installing one for the tests.');
  withApt('firefox-esr');
  if (!findFirefox()) throw new Error('No Firefox found, and none could be installed. Install one, or set FIREFOX_PATH to its executable.');
}

/** Paths of WebKitGTK's browser and its driver, or undefined. `WEBKIT_PATH`, the path of a MiniBrowser, takes precedence. */
export function findWebKit() {
  const usual = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`);
  const browser = process.env['WEBKIT_PATH'] || usual.find(isThere);
  const driver = onPath('WebKitWebDriver');
  return browser && driver && onPath('Xvfb') ? {browser, driver} : undefined;
}

/** Installs WebKitGTK and a virtual screen for it unless they are there. */
export function ensureWebKit() {
  if (findWebKit()) return;
  console.log('No WebKit found: installing one for the tests.');
  withApt('webkit2gtk-driver', 'xvfb');
  if (!findWebKit())
    throw new Error(
      'No WebKitGTK found, and none could be installed. Install its MiniBrowser, WebKitWebDriver and Xvfb; it runs on Linux only.',
    );
}

/** Installs a complete browser unless there is one, with its headless shell if that is available. */
export function ensureBrowser() {
  if (findWholeBrowser()) return;
  console.log('No Chromium found: installing one for the tests.');
  for (const install of [withPlaywright, () => withApt('chromium', 'chromium-headless-shell'), () => withApt('chromium')]) {
    install();
    if (findWholeBrowser()) return;
  }
  throw new Error('No Chromium or Chrome found, and none could be installed. Install one, or set CHROME_PATH to its executable.');
}

function askedFor() {
  const path = process.env['CHROME_PATH'];
  if (path && !existsSync(path)) throw new Error(`CHROME_PATH is ${path}, but there is no such file. Correct it or unset it.`);
  return path || undefined;
}

function firstOf(programs) {
  return programs.map(onPath).find(isThere);
}

function isThere(path) {
  return path !== undefined && existsSync(path);
}

function bundled() {
  try {
    return createRequire(import.meta.url)('playwright-core').chromium.executablePath();
  } catch {
    return undefined; // Playwright is not installed yet, or has no browser for this machine.
  }
}

/** Path of a program, or undefined. */
export function onPath(name) {
  try {
    return execFileSync(platform() === 'win32' ? 'where' : 'which', [name], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']})
      .split('\n')[0]
      ?.trim();
  } catch {
    return undefined; // Not found: the next name is tried.
  }
}

function withPlaywright() {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  spawnSync(process.execPath, [cli, 'install', 'chromium'], {stdio: 'inherit', timeout: 300_000});
}

function withApt(...browsers) {
  if (platform() !== 'linux' || process.getuid?.() !== 0) return;
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
  spawnSync('apt-get', ['update', '-q'], {stdio: 'inherit', env});
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...browsers, 'fonts-liberation', 'fonts-noto-color-emoji'], {
    stdio: 'inherit',
    env,
  });
}
