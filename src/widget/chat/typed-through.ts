/** Whether a key pressed while reading is meant for the field: the focus may go there, and the character follows it. */
export function isMeantForField(event: KeyboardEvent): boolean {
  const {key, altKey, ctrlKey, metaKey, isComposing, defaultPrevented} = event;
  if (defaultPrevented || altKey || ctrlKey || metaKey || isComposing || !/^.$/u.test(key)) return false;
  const [source] = event.composedPath();
  if (!(source instanceof HTMLElement) || source.matches('input, textarea, select, [contenteditable]')) return false;
  return key !== ' ' || !source.matches('button, a, audio, video, summary');
}
