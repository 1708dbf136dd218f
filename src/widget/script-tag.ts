import {freeName} from '../components/define.ts';
import {apologise} from './apology.ts';
import type {BesideModule} from './beside.ts';
import type {Corner} from './corner.ts';
import {drawLauncher} from './draw-launcher.ts';
import {giveHandle, isTaken, type Sleeper} from './handle.ts';
import {recall} from './launcher-memory.ts';
import {launcherName} from './launcher-name.ts';
import {darkSystem, setScheme} from './theme.ts';
import type {WakeModule} from './wake.ts';
import type {ParleyWidget} from './widget.ts';

/** Paths of the chunks beside this file, put in by the build. */
declare const __PARLEY_CHAT__: string;
declare const __PARLEY_BESIDE__: string;

/** Where a page may say how it looks. */
const looks = ['class', 'style', 'data-theme'];
const script = ownScript();
// Without modules, or without a script of its own, there is no chat, and no error either.
if (script && document.adoptedStyleSheets) {
  if (isTaken()) console.info('Parley: a second script does nothing.');
  else start(script);
}

/** An element whose class comes with the chat, when somebody comes near. Until then it looks as the awake one. */
interface Asleep extends Corner {
  widget: Sleeper;
  loadChat: () => Promise<WakeModule>;
  loadBeside: () => Promise<BesideModule>;
  awake?: Promise<ParleyWidget> | undefined;
}

function start({src, attributes}: HTMLScriptElement): void {
  const widget: Sleeper = document.createElement(freeName('parley-widget'));
  const asleep: Asleep = {
    widget,
    loadChat: loader(__PARLEY_CHAT__, src),
    loadBeside: loader(__PARLEY_BESIDE__, src),
    ...drawLauncher(widget.attachShadow({mode: 'open'})),
  };
  const {dock, button} = asleep;
  for (const {name, value} of attributes) {
    const [, option] = name.split('data-');
    // What every element has, such as a title, is no option; the chat tells what else is none.
    if (option && !(option in HTMLElement.prototype)) widget.setAttribute(option, value);
  }
  // What goes wrong is told when somebody really opens it.
  dock.onpointerenter = button.onfocus = () => void wake(asleep).catch(() => undefined);
  button.onclick = () => void rouse(asleep).then((awake) => awake && button.click());
  giveHandle(widget, {
    wake: (verb) =>
      verb === 'close' ? Promise.resolve(asleep.awake) : verb === 'send' || verb === 'forget' ? wake(asleep) : rouse(asleep),
    end: () => end(),
  });
  const end = stay(asleep);
}

function wake(asleep: Asleep): Promise<ParleyWidget> {
  return (asleep.awake ??= asleep.loadChat().then(
    (chat) => chat.wake(asleep.widget, asleep.loadBeside),
    (error: unknown) => {
      asleep.awake = undefined;
      throw error;
    },
  ));
}

/** As `wake`, but where the chat cannot be loaded, says so beside the launcher. */
async function rouse(asleep: Asleep): Promise<ParleyWidget | undefined> {
  const {widget, button, loadBeside} = asleep;
  button.ariaBusy = 'true';
  try {
    return await wake(asleep);
  } catch (error) {
    console.error('Parley: the chat could not be loaded.', error);
    await loadBeside()
      .then(({excuse}) => excuse(asleep))
      .catch(() => apologise(asleep));
    widget.removeAttribute('open');
    return undefined;
  } finally {
    button.ariaBusy = null;
  }
}

/** Draws what the options, the page and the visitor's memory say, and wakes the widget where it is open. */
function update(asleep: Asleep): void {
  const {widget, button, loadBeside, awake} = asleep;
  if (awake) return;
  const brand = widget.getAttribute('brand');
  const {open, unread} = recall(widget);
  setScheme(widget);
  widget.style.setProperty('--parley-brand', brand && CSS.supports('color', brand) ? brand : null);
  button.ariaExpanded = 'false';
  button.ariaLabel = launcherName(widget.getAttribute('language'));
  // Not over a phone's whole screen.
  if ((open && innerWidth > 480) || widget.hasAttribute('open')) void rouse(asleep);
  // A badge that is there already has to go when everything was read.
  else if (unread || button.children[1] || widget.getAttribute('teaser'))
    void loadBeside().then(({drawBeside}) => drawBeside(asleep), console.error);
}

/**
 * Puts a widget on the page, as soon as there is one, again when the page changes its whole body, and keeps up with how that looks. Who
 * takes away nothing else gets rid of it.
 */
function stay(asleep: Asleep): () => void {
  const {widget, dock} = asleep;
  const root = document.documentElement;
  const life = new AbortController();
  let told = false;
  const look = () => update(asleep);
  const put = () => {
    const {body} = document;
    if (!body) return;
    body.append(widget);
    observer.observe(body, {childList: true, attributeFilter: looks});
    // Whatever moves or clips the body does so to what is fixed in it, but not beside it.
    requestAnimationFrame(() => dock.offsetParent && root.append(widget));
    look();
    if (!told) document.dispatchEvent(new Event('parley-ready'));
    told = true;
  };
  const observer = new MutationObserver((changes) => {
    if (widget.isConnected) look();
    else if (!changes.some(({removedNodes: {0: node, length}}) => node === widget && length === 1)) put();
  });
  observer.observe(root, {childList: true, attributeFilter: looks});
  observer.observe(widget, {attributeFilter: ['brand', 'language', 'open', 'teaser', 'theme']});
  matchMedia(darkSystem).addEventListener('change', look, life);
  addEventListener('storage', look, life);
  put();
  return () => {
    life.abort();
    observer.disconnect();
  };
}

/** This very script. An element named `currentScript` is not it: then it is found by its options. */
function ownScript(): HTMLScriptElement | null {
  const {currentScript} = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript;
  return document.querySelector('script[src][data-bot], script[src][data-gateway]');
}

/** Imports a module beside a script; after a failure under another address, since browsers remember which ones failed. */
function loader<T>(path: string, base: string): () => Promise<T> {
  let address = path;
  return () =>
    (import(/* @vite-ignore */ new URL(address, base).href) as Promise<T>).catch((error: unknown) => {
      address += '?';
      throw error;
    });
}
