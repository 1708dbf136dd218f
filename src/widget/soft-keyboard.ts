/**
 * Keeps a full-screen panel above the soft keyboard, with the custom properties `--_height` and `--_top`.
 * `dvh` does not account for the keyboard on all phones.
 *
 * @returns Stops it.
 */
export function avoidKeyboard(panel: HTMLElement): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => undefined;
  const update = () => {
    const covered = viewport.scale === 1 && viewport.height < innerHeight - 100;
    panel.style.setProperty('--_height', covered ? `${viewport.height}px` : '100dvh');
    panel.style.setProperty('--_top', covered ? `${viewport.offsetTop}px` : '0px');
  };
  const end = new AbortController();
  viewport.addEventListener('resize', update, {signal: end.signal});
  viewport.addEventListener('scroll', update, {signal: end.signal});
  update();
  return () => end.abort();
}
