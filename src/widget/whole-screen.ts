import {phone} from './close-signal.ts';

/**
 * While a panel takes the whole screen, nothing else is visible: marks it as modal for screen readers, and keeps the Tab key inside.
 *
 * @returns Ends it.
 */
export function keepFocus(panel: HTMLElement, chat: HTMLElement): () => void {
  const screen = matchMedia(phone);
  const root = panel.getRootNode() as ShadowRoot;
  const end = new AbortController();
  const {signal} = end;
  const update = () => (panel.ariaModal = screen.matches ? 'true' : null);
  // From the panel, or from what is around the page. What a page's own script does with the focus is not held up.
  const stay = (place: HTMLElement) => {
    if (!screen.matches || ![root.host, document.body].includes(document.activeElement!)) return;
    // The focus moves right behind the key.
    const moved = () => root.activeElement || place.focus();
    document.addEventListener('focusin', moved, {once: true});
    setTimeout(() => document.removeEventListener('focusin', moved), 50);
  };
  screen.addEventListener('change', update, {signal});
  document.addEventListener('keydown', ({key, shiftKey}) => key === 'Tab' && stay(shiftKey ? chat : panel), {signal});
  window.addEventListener('focus', () => stay(panel), {signal});
  update();
  return () => end.abort();
}
