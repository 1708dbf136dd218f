import type {Composer} from './composer.ts';

/** The keys between reading and writing: F6 leads to the one from the other, and who types while reading writes. */
export function travel(event: KeyboardEvent, field: Pick<Composer, 'focus'>, transcript: HTMLElement | null): void {
  const {key, altKey, ctrlKey, metaKey, shiftKey, isComposing, defaultPrevented} = event;
  if (defaultPrevented || altKey || ctrlKey || metaKey || isComposing) return;
  const reads = transcript !== null && event.composedPath().includes(transcript);
  if (key === 'F6' && !shiftKey) {
    event.preventDefault();
    if (!reads || !field.focus()) transcript?.focus();
  } else if (reads && isMeantForField(event)) field.focus();
}

/** Whether a key pressed while reading is meant for the field: the focus may go there, and the character follows it. */
function isMeantForField(event: KeyboardEvent): boolean {
  const {key} = event;
  if (!/^.$/u.test(key)) return false;
  const [source] = event.composedPath();
  if (!(source instanceof HTMLElement) || source.matches('input, textarea, select, [contenteditable]')) return false;
  // A blank presses what can be pressed, and scrolls elsewhere.
  return key !== ' ';
}
