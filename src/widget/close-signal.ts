interface Watcher extends EventTarget {
  destroy(): void;
}

/**
 * Reacts to a phone's back gesture, if the browser supports that, without touching the history.
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

/** When the chat takes the whole screen: on a phone, in portrait or landscape. */
export const phone = '(max-width: 480px), (max-width: 960px) and (max-height: 480px)';
