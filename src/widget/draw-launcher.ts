import {adopt, type Corner, make} from './corner.ts';
import {launcherStyles} from './launcher.styles.ts';

/** Draws a launcher into a root, by hand: a page with Trusted Types lets nobody parse. The script tag does so piece by piece. */
export function drawLauncher(root: ShadowRoot): Corner {
  const button = drawButton();
  const dock = drawDock(button);
  adopt(root, launcherStyles);
  root.append(dock);
  return {dock, button};
}

/** The button in the corner, with the mark that a page may replace. */
export function drawButton(): HTMLButtonElement {
  return make('button', {className: 'launcher', part: 'launcher'}, make('slot', {name: 'launcher'}, make('i')));
}

/** The box that holds it in its corner, with whatever is beside it. */
export function drawDock(inside: HTMLButtonElement): HTMLElement {
  return make('div', {className: 'dock'}, inside);
}
