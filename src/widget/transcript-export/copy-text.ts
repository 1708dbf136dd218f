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
  let isCopied = false;
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
    isCopied = true;
  };
  document.addEventListener('copy', onCopy, {capture: true, once: true});
  const isDone = document.execCommand('copy');
  document.removeEventListener('copy', onCopy, {capture: true});
  return isDone && isCopied;
}
