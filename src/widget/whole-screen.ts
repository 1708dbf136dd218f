import {phone} from './close-signal.ts';

/**
 * Where a panel takes the whole screen, nothing else can be seen: says so to screen readers, and keeps the Tab key inside.
 *
 * @returns Ends it.
 */
export function keepFocus(panel: HTMLElement): () => void {
  const screen = matchMedia(phone);
  const root = panel.getRootNode() as ShadowRoot;
  const end = new AbortController();
  const {signal} = end;
  const update = () => (panel.ariaModal = screen.matches ? 'true' : null);
  const stay = ({key}: KeyboardEvent) => {
    if (key !== 'Tab' || !screen.matches) return;
    // The focus moves right behind the key. What a page's own script does with it is not held up.
    const moved = () => root.activeElement || panel.focus();
    document.addEventListener('focusin', moved, {once: true});
    setTimeout(() => document.removeEventListener('focusin', moved));
  };
  screen.addEventListener('change', update, {signal});
  panel.addEventListener('keydown', stay, {signal});
  update();
  return () => end.abort();
}
