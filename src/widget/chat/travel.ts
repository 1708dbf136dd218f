import type {Composer} from './composer.ts';

/** How far each key scrolls, in heights of the view. */
const turns: Readonly<Record<string, number>> = {PageUp: -0.9, PageDown: 0.9, Home: -1e6, End: 1e6};

/**
 * Keyboard travel between transcript and composer: F6 switches between them, typing in the transcript goes to the field, and keys that
 * mean nothing in an empty field scroll the transcript.
 */
export function travel(event: KeyboardEvent, field: Pick<Composer, 'focus'>, transcript: HTMLElement | undefined): void {
  const {key, altKey, ctrlKey, metaKey, shiftKey, isComposing, defaultPrevented} = event;
  if (defaultPrevented || altKey || ctrlKey || metaKey || isComposing) return;
  const path = event.composedPath();
  const source = path[0] as HTMLTextAreaElement;
  const reads = path.includes(transcript!);
  if (key === 'F6' && !shiftKey) {
    event.preventDefault();
    if (!reads || !field.focus()) transcript?.focus();
  } else if (reads) {
    if (isCharacter(key) && !source.matches('input, textarea, select, [contenteditable]')) field.focus();
  } else if (turns[key] && !source.value) {
    event.preventDefault();
    const log = transcript?.shadowRoot?.querySelector('.log');
    log?.scrollBy(0, turns[key] * log.clientHeight);
  }
}

/** Whether a key is meant for the field, which inserts it if focused in time. The space bar activates controls, and scrolls elsewhere. */
function isCharacter(key: string): boolean {
  return /^[^ ]$/u.test(key);
}
