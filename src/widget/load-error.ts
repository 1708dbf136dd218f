import {type LauncherElements, createElement} from './launcher-elements.ts';

/** The message if the labels of the visitor's language cannot be loaded either. */
export const loadFailedText = 'The chat could not be loaded. Try again.';

/** Says next to the launcher that the chat could not be loaded, replacing any earlier message. */
export function drawLoadError({dock}: LauncherElements, text = loadFailedText): void {
  dock.querySelector('p')?.remove();
  dock.prepend(createElement('p', {role: 'alert'}, text));
}
