import {freeName} from '../components/define.ts';
import {loadFailedText} from './load-error.ts';
import type {ExtrasModule} from './launcher-extras.ts';
import {createElement} from './launcher-elements.ts';
import {drawButton, drawDock} from './draw-launcher.ts';
import {handleKey, type ParleyHandle} from './handle.ts';
import {readLauncherState} from './launcher-state.ts';
import {launcherStyles} from './launcher.styles.ts';
import {root, schemeOf} from './theme.ts';
import type {UpgradeModule} from './upgrade.ts';
import type {ParleyWidget} from './widget.ts';

/** Paths of the chunks relative to this file, injected by the build. */
declare const __PARLEY_CHAT__: string;
declare const __PARLEY_EXTRAS__: string;

/** This script. Read from the prototype, because an element named `currentScript` would shadow the document's property. */
const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement | null;

/** The launcher's element. Its class is loaded with the chat when a visitor comes near; until then it already looks the same. */
const widget: HTMLElement & Partial<Pick<ParleyWidget, 'data' | 'actions' | 'destroy'>> = createElement(freeName('parley-widget') as 'div');
const button = drawButton();
const dock = drawDock(button);
/** A single message for all failed attempts, used if the chunk with the translated one cannot be loaded either. */
const errorMessage = createElement('p', {role: 'alert'}, loadFailedText);

/** What to observe: on the page, the attributes that determine its theme; on the widget, its options. */
const observed = {childList: true, attributeFilter: 'class brand style language data-theme theme teaser open'.split(' ')};
const observer = new MutationObserver((changes) => {
  if (widget.isConnected) update();
  // A page that removes just the widget wants to get rid of it; otherwise it is put back.
  else if (!changes.some(({removedNodes: [node, other]}) => node === widget && !other)) mount();
});

const loadChat = lazyModule<UpgradeModule>(__PARLEY_CHAT__);
const loadExtras = lazyModule<ExtrasModule>(__PARLEY_EXTRAS__);
let upgrading: Promise<ParleyWidget> | undefined;
let hasFiredReady = false;

/** The page's handle. Some methods load the chat; what the page sets before that is kept where the class will find it. */
const handle: ParleyHandle = {
  open: () => activate((upgraded) => upgraded.open()),
  close: async () => upgrading && activate((upgraded) => upgraded.close()),
  toggle: () => activate((upgraded) => upgraded.toggle()),
  send: (message) => upgrade().then((upgraded) => upgraded.send(message)),
  forget: () => upgrade().then((upgraded) => upgraded.forget()),
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
    delete document[handleKey];
    if (window.parley === handle) delete window.parley;
  },
};

// In older browsers, or if this is not a classic script, there is no chat, but no error either.
if (script && document.adoptedStyleSheets) {
  if (handleKey in document) console.info('Parley: already here.');
  else start();
}

/** Anything that older browsers lack is used only from here on. */
function start(): void {
  const shadow = widget.attachShadow({mode: 'open'});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherStyles);
  shadow.adoptedStyleSheets.push(sheet);
  shadow.append(dock);
  for (const {name, value} of script!.attributes) {
    const [, option] = name.split('data-');
    // Ignores `data-` names that every element has as a property, such as `title`; the chat warns about other unknown options.
    if (option) widget.setAttribute(option in widget ? name : option, value);
  }
  // Failures are reported when the visitor really opens the chat.
  dock.onpointerenter = button.onfocus = () => void upgrade().catch(() => {});
  button.onclick = () => activate(() => button.click());
  document[handleKey] = handle;
  // `window.parley` may be an element with that id, which is not an own property and can be replaced.
  if (!Object.hasOwn(window, 'parley') || !window.parley) window.parley = handle;
  addEventListener('storage', update);
  mount();
}

function upgrade(): Promise<ParleyWidget> {
  return (upgrading ??= loadChat().then(
    (chat) => chat.upgrade(widget, loadExtras),
    (error: unknown) => {
      upgrading = undefined;
      throw error;
    },
  ));
}

/** Loads the chat for something the visitor is waiting for. If that fails, says so next to the launcher. */
async function activate(then?: (upgraded: ParleyWidget) => Promise<void> | void): Promise<void> {
  button.ariaBusy = 'true';
  const upgraded = await upgrade().catch(async (error: unknown) => {
    console.error(loadFailedText, error);
    await loadExtras().then(
      ({drawError}) => drawError(widget),
      () => dock.prepend(errorMessage),
    );
    widget.removeAttribute('open');
  });
  button.ariaBusy = null;
  return upgraded && then?.(upgraded);
}

/** Updates the launcher from its options, the page and what is remembered, and loads the chat if it is open. */
function update(): void {
  if (upgrading) return;
  const brand = widget.getAttribute('brand')!; // If null, `CSS.supports` is false.
  const {open, unread} = readLauncherState(widget);
  const language = widget.getAttribute('language') || root.lang || navigator.language;
  dock.style.colorScheme = schemeOf(widget);
  dock.style.setProperty('--parley-brand', CSS.supports('color', brand) ? brand : '');
  button.ariaExpanded = 'false';
  button.ariaLabel = language.startsWith('en') ? 'Open chat' : 'Chat';
  // A remembered open chat does not reopen on phones, where it covers the whole screen.
  if ((open && innerWidth > 480) || widget.hasAttribute('open')) void activate();
  // An existing badge has to be updated when everything was read.
  else if (unread || button.children[1] || widget.getAttribute('teaser')) void loadExtras().then(({draw}) => draw(widget), console.error);
}

/** Adds the widget to the page as soon as there is a body, and again when the page replaces its body. */
function mount(): void {
  const {body} = document;
  observer.observe(root, observed);
  if (!body) return;
  body.append(widget);
  observer.observe(body, observed);
  observer.observe(widget, observed);
  // A transform or clip on the body affects fixed elements inside it, but not next to it.
  requestAnimationFrame(() => dock.offsetParent && root.append(widget));
  update();
  hasFiredReady ||= document.dispatchEvent(new Event('parley-ready', {bubbles: true, composed: true}));
}

/** Imports a module next to this script. After a failure the URL changes, since browsers cache failed imports. */
function lazyModule<T>(address: string): () => Promise<T> {
  // Resolved right away, since the page may change its base URL later.
  let url = script && new URL(address, script.src).href;
  return () =>
    (import(/* @vite-ignore */ url!) as Promise<T>).catch((error: unknown) => {
      url += '?';
      throw error;
    });
}
