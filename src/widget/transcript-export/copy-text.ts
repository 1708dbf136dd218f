/**
 * Puts text on the clipboard; must follow what the visitor did.
 * @throws {Error} when the browser refuses.
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Missing on plain http and in many frames: the older way does without.
    if (!copyByCommand(text)) throw new Error('The browser lets nothing be copied here.');
  }
}

function copyByCommand(text: string): boolean {
  let taken = false;
  const put = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
    taken = true;
  };
  document.addEventListener('copy', put, {capture: true, once: true});
  const done = document.execCommand('copy');
  document.removeEventListener('copy', put, {capture: true});
  return done && taken;
}
