import type {Composer} from './composer.ts';

/** How far each key scrolls, in heights of the view. */
const scrollKeys: Readonly<Record<string, number>> = {PageUp: -0.9, PageDown: 0.9, Home: -1e6, End: 1e6};

/**
 * Keyboard navigation between transcript and composer: F6 switches between them, typing in the transcript goes to the field, and keys that
 * mean nothing in an empty field scroll the transcript.
 */
export function navigateByKey(event: KeyboardEvent, composer: Pick<Composer, 'focus'>, transcript: HTMLElement | undefined): void {
  const {key, altKey, ctrlKey, metaKey, shiftKey, isComposing, defaultPrevented} = event;
  if (defaultPrevented || altKey || ctrlKey || metaKey || isComposing) return;
  const path = event.composedPath();
  const source = path[0] as HTMLTextAreaElement;
  const isInTranscript = path.includes(transcript!);
  if (key === 'F6' && !shiftKey) {
    event.preventDefault();
    if (!isInTranscript || !composer.focus()) transcript?.focus();
  } else if (isInTranscript) {
    if (isCharacter(key) && !source.matches('input, textarea, select, [contenteditable]')) composer.focus();
  } else if (scrollKeys[key] && !source.value) {
    event.preventDefault();
    const log = transcript?.shadowRoot?.querySelector('.log');
    log?.scrollBy(0, scrollKeys[key] * log.clientHeight);
  }
}

/** Whether a key is meant for the field, which inserts it if focused in time. The space bar activates controls, and scrolls elsewhere. */
function isCharacter(key: string): boolean {
  return /^[^ ]$/u.test(key);
}
