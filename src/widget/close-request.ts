interface CloseWatcherLike extends EventTarget {
  destroy(): void;
}

/**
 * Listens for the back gesture of a phone, in browsers with `CloseWatcher`, without touching the history.
 *
 * @param close Called when the visitor wants to go back.
 * @returns Stops listening.
 */
export function onCloseRequest(close: () => void): () => void {
  const CloseWatcher = (globalThis as {CloseWatcher?: new () => CloseWatcherLike}).CloseWatcher;
  if (!CloseWatcher || !matchMedia(fullScreenQuery).matches) return () => undefined;
  const watcher = new CloseWatcher();
  watcher.addEventListener('close', close);
  return () => watcher.destroy();
}

/** Matches where the chat fills the whole screen: on a phone, in either orientation. */
export const fullScreenQuery = '(max-width: 480px), (max-width: 960px) and (max-height: 480px)';
