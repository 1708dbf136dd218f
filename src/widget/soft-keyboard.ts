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
    const isCovered = viewport.scale === 1 && viewport.height < innerHeight - 100;
    panel.style.setProperty('--_height', isCovered ? `${viewport.height}px` : '100dvh');
    panel.style.setProperty('--_top', isCovered ? `${viewport.offsetTop}px` : '0px');
  };
  const controller = new AbortController();
  viewport.addEventListener('resize', update, {signal: controller.signal});
  viewport.addEventListener('scroll', update, {signal: controller.signal});
  update();
  return () => controller.abort();
}
