import type {Composer} from './composer.ts';

/** Keys between transcript and composer: F6 moves between the two, and typing in the transcript goes to the composer. */
export function travel(event: KeyboardEvent, field: Pick<Composer, 'focus'>, transcript: HTMLElement | null): void {
  const {key, altKey, ctrlKey, metaKey, shiftKey, isComposing, defaultPrevented} = event;
  if (defaultPrevented || altKey || ctrlKey || metaKey || isComposing) return;
  const reads = transcript !== null && event.composedPath().includes(transcript);
  if (key === 'F6' && !shiftKey) {
    event.preventDefault();
    if (!reads || !field.focus()) transcript?.focus();
  } else if (reads && isMeantForField(event)) field.focus();
}

/** Whether a key pressed in the transcript is meant for the composer: then the focus moves there, and the character follows. */
function isMeantForField(event: KeyboardEvent): boolean {
  const {key} = event;
  if (!/^.$/u.test(key)) return false;
  const [source] = event.composedPath();
  if (!(source instanceof HTMLElement) || source.matches('input, textarea, select, [contenteditable]')) return false;
  // A blank presses what can be pressed, and scrolls elsewhere.
  return key !== ' ';
}
