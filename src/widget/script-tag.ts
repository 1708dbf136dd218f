import {freeName} from '../components/define.ts';
import {apologise} from './apology.ts';
import type {BesideModule} from './beside.ts';
import {drawLauncher} from './draw-launcher.ts';
import {giveHandle, isTaken, type Sleeper, type Verbs} from './handle.ts';
import {recall} from './launcher-memory.ts';
import {launcherName} from './launcher-name.ts';
import {darkSystem, setScheme} from './theme.ts';
import type {WakeModule} from './wake.ts';
import type {ParleyWidget} from './widget.ts';

/** Paths of the chunks beside this file, put in by the build. */
declare const __PARLEY_CHAT__: string;
declare const __PARLEY_BESIDE__: string;

/** Where a page may say how it looks. */
const looks = {childList: true, attributeFilter: ['class', 'style', 'data-theme']};
const root = document.documentElement;
const life = new AbortController();
const observer = new MutationObserver((changes) => {
  if (widget.isConnected) update();
  // Who takes away nothing else gets rid of it.
  else if (!changes.some(({removedNodes: [node, other]}) => node === widget && !other)) put();
});

/** The launcher's element, whose class comes with the chat, when somebody comes near. Until then it looks as the awake one. */
let widget: Sleeper;
let dock: HTMLElement;
let button: HTMLButtonElement;
let loadChat: () => Promise<WakeModule>;
let loadBeside: () => Promise<BesideModule>;
let awake: Promise<ParleyWidget> | undefined;
let told = false;

const verbs: Verbs = {
  open: async () => (await rouse())?.open(),
  close: async () => (await awake)?.close(),
  toggle: async () => (await rouse())?.toggle(),
  send: async (message) => (await wake()).send(message),
  forget: async () => (await wake()).forget(),
};

const script = ownScript();
// Without modules, or without a script of its own, there is no chat, and no error either.
if (script && document.adoptedStyleSheets) {
  if (isTaken()) console.info('Parley: a second script does nothing.');
  else start(script);
}

function start({src, attributes}: HTMLScriptElement): void {
  widget = document.createElement(freeName('parley-widget'));
  ({dock, button} = drawLauncher(widget.attachShadow({mode: 'open'})));
  loadChat = loader(__PARLEY_CHAT__, src);
  loadBeside = loader(__PARLEY_BESIDE__, src);
  for (const {name, value} of attributes) {
    const [, option] = name.split('data-');
    // What every element has, such as a title, is no option; the chat tells what else is none.
    if (option && !(option in widget)) widget.setAttribute(option, value);
  }
  // What goes wrong is told when somebody really opens it.
  dock.onpointerenter = button.onfocus = () => void wake().catch(() => {});
  button.onclick = () => void rouse().then((woken) => woken && button.click());
  giveHandle(widget, verbs, () => {
    life.abort();
    observer.disconnect();
  });
  observer.observe(root, looks);
  observer.observe(widget, {attributeFilter: ['brand', 'language', 'open', 'teaser', 'theme']});
  matchMedia(darkSystem).addEventListener('change', update, life);
  addEventListener('storage', update, life);
  put();
}

function wake(): Promise<ParleyWidget> {
  return (awake ??= loadChat().then(
    (chat) => chat.wake(widget, loadBeside),
    (error: unknown) => {
      awake = undefined;
      throw error;
    },
  ));
}

/** As `wake`, but where the chat cannot be loaded, says so beside the launcher. */
async function rouse(): Promise<ParleyWidget | undefined> {
  button.ariaBusy = 'true';
  try {
    return await wake();
  } catch (error) {
    console.error('Parley: the chat could not be loaded.', error);
    await loadBeside()
      .then(({excuse}) => excuse({widget, dock, button}))
      .catch(() => apologise({dock, button}));
    widget.removeAttribute('open');
    return undefined;
  } finally {
    button.ariaBusy = null;
  }
}

/** Draws what the options, the page and the visitor's memory say, and wakes the widget where it is open. */
function update(): void {
  if (awake) return;
  const brand = widget.getAttribute('brand') ?? '';
  const {open, unread} = recall(widget);
  setScheme(widget);
  widget.style.setProperty('--parley-brand', CSS.supports('color', brand) ? brand : '');
  button.ariaExpanded = 'false';
  button.ariaLabel = launcherName(widget.getAttribute('language'));
  // Not over a phone's whole screen.
  if ((open && innerWidth > 480) || widget.hasAttribute('open')) void rouse();
  // A badge that is there already has to go when everything was read.
  else if (unread || button.children[1] || widget.getAttribute('teaser'))
    void loadBeside().then(({drawBeside}) => drawBeside({widget, dock, button}), console.error);
}

/** Puts the widget on the page, as soon as there is one, and again when the page changes its whole body. */
function put(): void {
  const {body} = document;
  if (!body) return;
  body.append(widget);
  observer.observe(body, looks);
  // Whatever moves or clips the body does so to what is fixed in it, but not beside it.
  requestAnimationFrame(() => dock.offsetParent && root.append(widget));
  update();
  told ||= document.dispatchEvent(new Event('parley-ready'));
}

/** This very script. An element named `currentScript` is not it: then it is found by its options. */
function ownScript(): HTMLScriptElement | null {
  const {currentScript} = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript;
  return document.querySelector('script[src][data-bot],script[src][data-gateway]');
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
