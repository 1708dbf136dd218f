interface Watcher extends EventTarget {
  destroy(): void;
}

/**
 * Hears a phone's way of going back, where the browser lets a page hear it, without touching the history.
 *
 * @param close Called when the visitor wants to go back.
 * @returns Ends it.
 */
export function closeSignal(close: () => void): () => void {
  const CloseWatcher = (globalThis as {CloseWatcher?: new () => Watcher}).CloseWatcher;
  if (!CloseWatcher || !matchMedia(phone).matches) return () => undefined;
  const watcher = new CloseWatcher();
  watcher.addEventListener('close', close);
  return () => watcher.destroy();
}

/** Where the chat takes the whole screen: on a phone, whichever way it is held. */
export const phone = '(max-width: 480px), (max-width: 960px) and (max-height: 480px)';
