// Runs tests in WebKitGTK, the Linux port of Safari's engine, driven by its own WebDriver.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {openScreen} from './screen.mjs';

/** WebDriver's code points for keys without a character: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const keyCodes = {
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};
const buttons = {left: 0, middle: 1, right: 2};
const viewport = {width: 800, height: 600};

/** A browser launcher for the test runner. `browser` and `driver` are paths: see `findWebKit()`. */
export function webKitLauncher({browser, driver}) {
  const active = new Map();
  let starting, page;
  const started = async () => ({page} = await (starting ??= start(browser, driver)));
  return {
    name: 'WebKit',
    type: 'puppeteer', // Test commands then use the page from `getPage()`.
    concurrency: 1, // Only one window has the keyboard focus.
    async startSession(id, url) {
      await started();
      active.set(id, url);
      await page.setViewport(viewport);
      await page.goto(url);
    },
    isActive: (id) => active.has(id),
    getBrowserUrl: (id) => active.get(id),
    getPage: () => page,
    async stopSession(id) {
      active.delete(id);
      await page.goto('about:blank'); // Stops everything that still runs on the page.
      return {};
    },
    async startDebugSession() {
      throw new Error('WebKit has no debug session here: use Chromium, as `npm test` does.');
    },
    async stop() {
      if (starting) (await starting).close();
    },
  };
}

async function start(browser, driver) {
  const screen = await openScreen();
  const port = await freePort();
  const server = spawn(driver, [`--port=${port}`], {stdio: 'ignore', env: {...process.env, DISPLAY: screen.name, LC_ALL: 'en_US.UTF-8'}});
  const close = () => {
    server.kill();
    screen.close();
  };
  try {
    const base = `http://127.0.0.1:${port}`;
    const alwaysMatch = {
      pageLoadStrategy: 'none', // A test page that never finishes loading must not block the next.
      'webkitgtk:browserOptions': {binary: browser, args: ['--automation']},
    };
    const {sessionId} = await whenReady(() => call(base, 'POST', '/session', {capabilities: {alwaysMatch}}));
    return {page: pageOf((method, path, body) => call(base, method, `/session/${sessionId}${path}`, body)), close};
  } catch (error) {
    close();
    throw new Error(`WebKit could not be started with ${driver}: ${error.message}`, {cause: error});
  }
}

/** The part of Puppeteer's Page that test commands use. */
function pageOf(ask) {
  const act = (source) => ask('POST', '/actions', {actions: [source]});
  const keys = (...actions) => act({type: 'key', id: 'keyboard', actions});
  const pointer = (...actions) => act({type: 'pointer', id: 'mouse', actions});
  const key = (type, name) => ({type, value: keyCodes[name] ?? name});
  const button = (type, {button = 'left'} = {}) => ({type, button: buttons[button]});
  const moveTo = (x, y) => ({type: 'pointerMove', x, y, origin: 'viewport'});
  return {
    ask,
    goto: (url) => ask('POST', '/url', {url}),
    setViewport: (size) => setViewport(ask, size),
    emulateMediaFeatures: async () => undefined, // WebDriver does not support it.
    emulateMediaType: async () => undefined,
    keyboard: {
      press: (name) => keys(key('keyDown', name), key('keyUp', name)),
      type: (text) => keys(...[...text].flatMap((char) => [key('keyDown', char), key('keyUp', char)])),
      down: (name) => keys(key('keyDown', name)),
      up: (name) => keys(key('keyUp', name)),
    },
    mouse: {
      move: (x, y) => pointer(moveTo(x, y)),
      click: (x, y, options) => pointer(moveTo(x, y), button('pointerDown', options), button('pointerUp', options)),
      down: (options) => pointer(button('pointerDown', options)),
      up: (options) => pointer(button('pointerUp', options)),
    },
  };
}

/** Resizes the window until the viewport inside its bars has the given size. */
async function setViewport(ask, {width, height}) {
  const sizes = {script: 'return [innerWidth, innerHeight]', args: []};
  for (let tries = 0; tries < 20; tries++) {
    const [inner, outer] = await Promise.all([whenReady(() => ask('POST', '/execute/sync', sizes)), ask('GET', '/window/rect')]);
    const [dx, dy] = [width - inner[0], height - inner[1]];
    if (!dx && !dy) return;
    await ask('POST', '/window/rect', {width: outer.width + dx, height: outer.height + dy});
    await sleep(50);
  }
  throw new Error(`WebKit's window could not be made ${width} × ${height}.`);
}

async function call(base, method, path, body) {
  const response = await fetch(base + path, {method, ...(method === 'POST' && {body: JSON.stringify(body ?? {})})});
  const {value} = await response.json();
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${value.error}: ${value.message}`);
  return value;
}

async function whenReady(ask) {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(100);
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address();
  server.close();
  return port;
}
