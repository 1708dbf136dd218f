import {adoptStyleText, type LauncherElements, createElement} from './launcher-elements.ts';
import {launcherStyles} from './launcher.styles.ts';

/**
 * Draws a launcher into a root. It creates the elements one by one, because a page with Trusted Types may forbid parsing HTML.
 * The script tag uses the single steps instead.
 */
export function drawLauncher(root: ShadowRoot): LauncherElements {
  const button = drawButton();
  const dock = drawDock(button);
  adoptStyleText(root, launcherStyles);
  root.append(dock);
  return {dock, button};
}

/** The launcher's button, with the icon that a page may replace. */
export function drawButton(): HTMLButtonElement {
  return createElement('button', {className: 'launcher', part: 'launcher'}, createElement('slot', {name: 'launcher'}, createElement('i')));
}

/** The container that keeps the button, and whatever is next to it, in the corner. */
export function drawDock(button: HTMLButtonElement): HTMLElement {
  return createElement('div', {className: 'dock'}, button);
}
