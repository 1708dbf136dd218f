import {giveHandle, isTaken} from './handle.ts';
import {optionNames} from './option-names.ts';
import {ParleyWidget} from './widget.ts';

/** Paths of the chunks beside this file, put in by the build. */
declare const __PARLEY_CHAT__: string;
declare const __PARLEY_TEASER__: string;

const script = ownScript();
// Without modules, or without a script of its own, there is no chat, and no error either.
if (script && 'noModule' in script && 'attachShadow' in script) start(script);

function start(script: HTMLScriptElement): void {
  if (isTaken()) {
    console.info('Parley: this page has its chat already; a second script does nothing.');
    return;
  }
  const beside = loader(script.src);
  ParleyWidget.loadChat = beside(__PARLEY_CHAT__);
  ParleyWidget.loadTeaser = beside(__PARLEY_TEASER__);
  if (!customElements.get('parley-widget')) customElements.define('parley-widget', ParleyWidget);
  const widget = document.createElement('parley-widget') as ParleyWidget;
  for (const {name, value} of script.attributes) {
    // What is no option stays as it is: the chat tells what was probably meant.
    const option = optionNames.find((known) => name === `data-${known}`);
    if (option || name.startsWith('data-')) widget.setAttribute(option ?? name, value);
  }
  giveHandle(widget);
  const show = () => {
    if (!isTaken()) return; // Destroyed before it was there.
    document.body.append(widget);
    document.dispatchEvent(new Event('parley-ready'));
  };
  if (document.body) show();
  else document.addEventListener('DOMContentLoaded', show, {once: true});
}

/** This very script. An element named `currentScript` is not it: then it is found by its options. */
function ownScript(): HTMLScriptElement | undefined {
  const {currentScript} = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript;
  return [...document.getElementsByTagName('script')].find(({dataset, src}) => src && (dataset['bot'] || dataset['gateway']));
}

/** Imports a module beside a script; after a failure under another address, since browsers remember which ones failed. */
function loader(base: string) {
  return <T>(path: string) => {
    let tries = 0;
    return (): Promise<T> => {
      const url = new URL(path, base);
      if (tries++) url.search = `?${tries}`;
      return import(/* @vite-ignore */ url.href) as Promise<T>;
    };
  };
}
