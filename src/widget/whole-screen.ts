import {phone} from './close-signal.ts';

/**
 * Where a panel covers the whole screen, marks it as modal for screen readers and keeps the Tab key inside.
 *
 * @returns Stops it.
 */
export function keepFocus(panel: HTMLElement, chat: HTMLElement): () => void {
  const screen = matchMedia(phone);
  const root = panel.getRootNode() as ShadowRoot;
  const end = new AbortController();
  const {signal} = end;
  const update = () => (panel.ariaModal = screen.matches ? 'true' : null);
  // Applies if the focus is in the panel or on the body. Focus moved by the page's own scripts is not prevented.
  const stay = (place: HTMLElement) => {
    if (!screen.matches || ![root.host, document.body].includes(document.activeElement!)) return;
    // The focus moves right after the keydown event.
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
