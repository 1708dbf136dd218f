/** What the launcher remembers from earlier pages. */
export interface LauncherState {
  /** The chat was open. */
  open?: boolean;
  /** The teaser was dismissed, or the chat opened instead. */
  teased?: boolean;
  unread?: number;
  /** The display settings. */
  reader?: unknown;
}

/** The storage that an element's options select; undefined for other values such as `none`. Throws if the browser forbids access. */
function storageOf(owner: Element): Storage | undefined {
  return window[`${owner.getAttribute('storage') || 'local'}Storage` as 'localStorage'];
}

function keyOf(owner: Element): string {
  return `parley:${owner.getAttribute('bot') ?? owner.getAttribute('widget')}`;
}

/** Reads the launcher's only key, `parley:<bot or widget>`. Storage that is forbidden or corrupt counts as empty. */
export function readLauncherState(element: Element): LauncherState {
  try {
    return Object(JSON.parse(`${storageOf(element)?.[keyOf(element)]}`)) as LauncherState;
  } catch {
    return {}; // Forbidden by the browser, or written by something else.
  }
}

/** Merges a change into what is stored; `undefined` deletes it. Only called after a user gesture, except to delete. */
export function saveLauncherState(element: Element, change: LauncherState | undefined): void {
  try {
    if (change) storageOf(element)?.setItem(keyOf(element), JSON.stringify({...readLauncherState(element), ...change}));
    else storageOf(element)?.removeItem(keyOf(element));
  } catch {
    // Full or forbidden: the launcher works without it.
  }
}
