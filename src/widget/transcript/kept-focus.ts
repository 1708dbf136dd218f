/**
 * Remembers who has the focus. A control that was used may go away with what is drawn next; the focus then stays where it was: at the
 * control's entry, or where that went too, at what scrolls.
 *
 * @returns Takes it back from the page, if it fell there.
 */
export function keptFocus(root: ShadowRoot | null): () => void {
  const had = root?.activeElement;
  const entry = had?.closest('[data-entry]');
  return () => {
    if (!root || !had || had.isConnected || root.activeElement) return;
    (entry?.isConnected ? (entry as HTMLElement) : root.querySelector<HTMLElement>('.log'))?.focus({preventScroll: true});
  };
}
