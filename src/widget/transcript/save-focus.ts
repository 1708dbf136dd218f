/**
 * Remembers the focused element. A control may disappear with the next rendering after it was used; the focus then moves to its
 * entry, or to the scroller if that is gone as well.
 *
 * @returns Restores the focus if it was lost.
 */
export function saveFocus(root: ShadowRoot | null): () => void {
  const focused = root?.activeElement;
  const entry = focused?.closest('[data-entry]');
  return () => {
    if (!root || !focused || focused.isConnected || root.activeElement) return;
    (entry?.isConnected ? (entry as HTMLElement) : root.querySelector<HTMLElement>('.log'))?.focus({preventScroll: true});
  };
}
