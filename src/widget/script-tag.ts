import {freeName} from '../components/define.ts';
import {sorry} from './apology.ts';
import type {BesideModule} from './beside.ts';
import {make} from './corner.ts';
import {drawButton, drawDock} from './draw-launcher.ts';
import {mark, type ParleyHandle} from './handle.ts';
import {recall} from './launcher-memory.ts';
import {launcherStyles} from './launcher.styles.ts';
import {root, schemeOf} from './theme.ts';
import type {WakeModule} from './wake.ts';
import type {ParleyWidget} from './widget.ts';

/** Paths of the chunks beside this file, inserted by the build. */
declare const __PARLEY_CHAT__: string;
declare const __PARLEY_BESIDE__: string;

/** This script. `document.currentScript` itself could be an element with that name. */
const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement | null;

/** The launcher's element. Its class comes with the chat, once somebody comes near; until then it only looks like a widget. */
const widget: HTMLElement & Partial<Pick<ParleyWidget, 'data' | 'actions' | 'destroy'>> = make(freeName('parley-widget') as 'div');
const button = drawButton();
const dock = drawDock(button);
/** Shown once if the chat and even the visitor's language cannot be loaded. */
const apology = make('p', {role: 'alert'}, sorry);

/** Changes to the page's look and to the widget's own attributes. */
const looks = {childList: true, attributeFilter: ['class', 'brand', 'style', 'language', 'data-theme', 'theme', 'teaser', 'open']};
const observer = new MutationObserver((changes) => {
  if (widget.isConnected) update();
  // Who takes away nothing else gets rid of it.
  else if (!changes.some(({removedNodes: [node, other]}) => node === widget && !other)) put();
});

const loadChat = loader<WakeModule>(__PARLEY_CHAT__);
const loadBeside = loader<BesideModule>(__PARLEY_BESIDE__);
let awake: Promise<ParleyWidget> | undefined;
let told = false;

/** The page's handle. Some methods wake the widget; others leave data on the dormant element, where its class will find it. */
const handle: ParleyHandle = {
  open: () => rouse((woken) => woken.open()),
  close: async () => awake && rouse((woken) => woken.close()),
  toggle: () => rouse((woken) => woken.toggle()),
  send: (message) => wake().then((woken) => woken.send(message)),
  forget: () => wake().then((woken) => woken.forget()),
  setData(data) {
    widget.data = {...widget.data, ...data};
  },
  registerAction(code, action) {
    (widget.actions ??= new Map()).set(code, action);
  },
  on: (name, listener) => widget.addEventListener(`parley-${name}`, listener),
  off: (name, listener) => widget.removeEventListener(`parley-${name}`, listener),
  destroy() {
    removeEventListener('storage', update);
    observer.disconnect();
    widget.destroy?.();
    widget.remove();
    delete document[mark];
    if (window.parley === handle) delete window.parley;
  },
};

// Without modules, or without a script of its own, there is no chat, and no error either.
if (script && document.adoptedStyleSheets) {
  if (mark in document) console.info('Parley: already here.');
  else start();
}

/** From here on, code may use what older browsers lack. */
function start(): void {
  const shadow = widget.attachShadow({mode: 'open'});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherStyles);
  shadow.adoptedStyleSheets.push(sheet);
  shadow.append(dock);
  for (const {name, value} of script!.attributes) {
    const [, option] = name.split('data-');
    // What every element has, such as a title, is no option, and does nothing; the chat tells what else is none.
    if (option) widget.setAttribute(option in widget ? name : option, value);
  }
  // What goes wrong is told when somebody really opens it.
  dock.onpointerenter = button.onfocus = () => void wake().catch(() => {});
  button.onclick = () => rouse(() => button.click());
  document[mark] = handle;
  // An element's id is no property of the window's own, and gives way.
  if (!Object.hasOwn(window, 'parley') || !window.parley) window.parley = handle;
  addEventListener('storage', update);
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

/** Wakes the widget for something the visitor is waiting for. If the chat cannot be loaded, says so beside the launcher. */
async function rouse(then?: (woken: ParleyWidget) => Promise<void> | void): Promise<void> {
  button.ariaBusy = 'true';
  const woken = await wake().catch(async (error: unknown) => {
    console.error(sorry, error);
    await loadBeside().then(
      ({excuse}) => excuse(widget),
      () => dock.prepend(apology),
    );
    widget.removeAttribute('open');
  });
  button.ariaBusy = null;
  return woken && then?.(woken);
}

/** Draws the launcher as options, page and stored state require, and wakes the widget if it is open. */
function update(): void {
  if (awake) return;
  const brand = widget.getAttribute('brand')!; // Nothing is no colour either.
  const {open, unread} = recall(widget);
  const language = widget.getAttribute('language') || root.lang || navigator.language;
  dock.style.colorScheme = schemeOf(widget);
  dock.style.setProperty('--parley-brand', CSS.supports('color', brand) ? brand : '');
  button.ariaExpanded = 'false';
  button.ariaLabel = language.startsWith('en') ? 'Open chat' : 'Chat';
  // Not over a phone's whole screen.
  if ((open && innerWidth > 480) || widget.hasAttribute('open')) void rouse();
  // A badge that is there already has to go when everything was read.
  else if (unread || button.children[1] || widget.getAttribute('teaser'))
    void loadBeside().then(({drawBeside}) => drawBeside(widget), console.error);
}

/** Puts the widget into the body, as soon as there is one, and again when the page replaces its body. */
function put(): void {
  const {body} = document;
  observer.observe(root, looks);
  if (!body) return;
  body.append(widget);
  observer.observe(body, looks);
  observer.observe(widget, looks);
  // Whatever moves or clips the body does so to what is fixed in it, but not beside it.
  requestAnimationFrame(() => dock.offsetParent && root.append(widget));
  update();
  told ||= document.dispatchEvent(new Event('parley-ready', {bubbles: true}));
}

/** Imports a module beside this script. After a failure it uses another URL, since browsers remember which ones failed. */
function loader<T>(address: string): () => Promise<T> {
  // Asked for at once: a relative address of the script leads elsewhere when the page's own has changed.
  let url = script && new URL(address, script.src).href;
  return () =>
    (import(/* @vite-ignore */ url!) as Promise<T>).catch((error: unknown) => {
      url += '?';
      throw error;
    });
}
