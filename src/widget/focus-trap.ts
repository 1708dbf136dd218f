import {fullScreenQuery} from './close-request.ts';

/**
 * Where a panel covers the whole screen, marks it as modal for screen readers and keeps the Tab key inside.
 *
 * @returns Stops it.
 */
export function trapFocus(panel: HTMLElement, chat: HTMLElement): () => void {
  const query = matchMedia(fullScreenQuery);
  const root = panel.getRootNode() as ShadowRoot;
  const controller = new AbortController();
  const {signal} = controller;
  const update = () => (panel.ariaModal = query.matches ? 'true' : null);
  // Applies if the focus is in the panel or on the body. Focus moved by the page's own scripts is not prevented.
  const keepInside = (start: HTMLElement) => {
    if (!query.matches || ![root.host, document.body].includes(document.activeElement!)) return;
    // The focus moves right after the keydown event.
    const restoreFocus = () => root.activeElement || start.focus();
    document.addEventListener('focusin', restoreFocus, {once: true});
    setTimeout(() => document.removeEventListener('focusin', restoreFocus), 50);
  };
  query.addEventListener('change', update, {signal});
  document.addEventListener('keydown', ({key, shiftKey}) => key === 'Tab' && keepInside(shiftKey ? chat : panel), {signal});
  window.addEventListener('focus', () => keepInside(panel), {signal});
  update();
  return () => controller.abort();
}
