import type {Entry} from '../../protocol/entry.ts';

/** What the keyboard moves in. */
export interface Navigable {
  entries: readonly Entry[];
  /** Focuses an entry, drawing it first if necessary. */
  focus(id: string): void;
  /** Makes an entry's controls reachable and focuses the first of them. */
  enter(id: string): void;
  /** Moves the focus to the composer. @returns Whether there is one. */
  leave(): boolean;
}

const controlSelector =
  'button:not([aria-disabled="true"], [hidden]), a[href], input, select, textarea, audio[controls], video[controls], [role="group"][tabindex]';

/** The first usable control of an entry. */
export function firstControl(entry: HTMLElement): HTMLElement | undefined {
  return [...entry.querySelectorAll<HTMLElement>(controlSelector)].find((control) => control.getClientRects().length > 0);
}

/**
 * Keyboard navigation in a transcript: arrows, Home and End move between entries, Enter moves into an entry's controls,
 * Escape from there to the composer. Keys pressed inside a control belong to that control.
 */
export function navigate(event: KeyboardEvent, navigable: Navigable): void {
  const {target, altKey, ctrlKey, metaKey, shiftKey} = event;
  // With Shift, the arrow keys extend the selection.
  if (event.defaultPrevented || altKey || ctrlKey || metaKey || shiftKey || !(target instanceof HTMLElement)) return;
  const entry = target.closest<HTMLElement>('[data-entry]');
  if (event.key === 'Escape') {
    if (entry && navigable.leave()) event.preventDefault();
    return;
  }
  if (entry && target !== entry) return;
  const id = entry?.dataset['entry'];
  if (event.key === 'Enter' && id !== undefined) navigable.enter(id);
  else if (!move(event.key, id, navigable)) return;
  event.preventDefault();
}

function move(key: string, id: string | undefined, {entries, focus}: Navigable): boolean {
  const last = entries.length - 1;
  const index = id === undefined ? entries.length : entries.findIndex((entry) => entry.id === id);
  const target = {ArrowUp: index - 1, ArrowDown: Math.min(index + 1, last), Home: 0, End: last}[key];
  if (target === undefined || last < 0) return false;
  focus(entries[Math.max(0, target)]!.id);
  return true;
}
