/**
 * Copies text to the clipboard; must be called after a user gesture.
 * @throws {Error} when the browser refuses.
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not available on plain http and in many frames: falls back to the legacy command.
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
