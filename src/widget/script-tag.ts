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

/** Paths of the chunks beside this file, put in by the build. */
declare const __PARLEY_CHAT__: string;
declare const __PARLEY_BESIDE__: string;

/** This very script. Asked of the document itself, it could be an element of that name. */
const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement | null;

/** The launcher's element, whose class comes with the chat, when somebody comes near. Until then it looks as the awake one. */
const widget: HTMLElement & Partial<Pick<ParleyWidget, 'data' | 'actions' | 'destroy'>> = make(freeName('parley-widget') as 'div');
const button = drawButton();
const dock = drawDock(button);
/** Once, however often it is tried in vain: where even those words cannot be loaded that say so in the visitor's language. */
const apology = make('p', {role: 'alert'}, sorry);

/** Where the page says how it looks, and the widget's own attributes what it is. */
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

/** What the page gets: some of it wakes the widget, and what the page tells one that sleeps waits where its class will find it. */
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

/** Whatever an older browser has not is touched only from here on. */
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

/** Wakes the widget for something that the visitor waits for. Where the chat cannot be loaded, says so beside the launcher. */
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

/** Draws what the options, the page and the visitor's memory say, and wakes the widget where it is open. */
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

/** Puts the widget on the page, as soon as there is one, and again when the page changes its whole body. */
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

/** Imports a module beside this script; after a failure under another address, since browsers remember which ones failed. */
function loader<T>(address: string): () => Promise<T> {
  // Asked for at once: a relative address of the script leads elsewhere when the page's own has changed.
  let url = script && new URL(address, script.src).href;
  return () =>
    (import(/* @vite-ignore */ url!) as Promise<T>).catch((error: unknown) => {
      url += '?';
      throw error;
    });
}
