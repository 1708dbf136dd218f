import {adopt, type Corner, make} from './corner.ts';
import {launcherStyles} from './launcher.styles.ts';

/**
 * Draws a launcher into a root. It creates the elements one by one, because a page with Trusted Types may forbid parsing HTML.
 * The script tag uses the single steps instead.
 */
export function drawLauncher(root: ShadowRoot): Corner {
  const button = drawButton();
  const dock = drawDock(button);
  adopt(root, launcherStyles);
  root.append(dock);
  return {dock, button};
}

/** The launcher's button, with the icon that a page may replace. */
export function drawButton(): HTMLButtonElement {
  return make('button', {className: 'launcher', part: 'launcher'}, make('slot', {name: 'launcher'}, make('i')));
}

/** The container that keeps the button, and whatever is next to it, in the corner. */
export function drawDock(inside: HTMLButtonElement): HTMLElement {
  return make('div', {className: 'dock'}, inside);
}
