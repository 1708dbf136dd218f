import type {Composer} from './composer.ts';

/** Keyboard travel between transcript and composer: F6 switches between them, and typing in the transcript goes to the field. */
export function travel(event: KeyboardEvent, field: Pick<Composer, 'focus'>, transcript: HTMLElement | null): void {
  const {key, altKey, ctrlKey, metaKey, shiftKey, isComposing, defaultPrevented} = event;
  if (defaultPrevented || altKey || ctrlKey || metaKey || isComposing) return;
  const reads = transcript !== null && event.composedPath().includes(transcript);
  if (key === 'F6' && !shiftKey) {
    event.preventDefault();
    if (!reads || !field.focus()) transcript?.focus();
  } else if (reads && isMeantForField(event)) field.focus();
}

/** Whether a key pressed in the transcript is meant for the field. Focusing it in time lets the browser insert the character there. */
function isMeantForField(event: KeyboardEvent): boolean {
  const {key} = event;
  if (!/^.$/u.test(key)) return false;
  const [source] = event.composedPath();
  if (!(source instanceof HTMLElement) || source.matches('input, textarea, select, [contenteditable]')) return false;
  // The space bar activates controls, and scrolls elsewhere.
  return key !== ' ';
}
