import {adopt, type Corner, make} from './corner.ts';
import {launcherStyles} from './launcher.styles.ts';

/** Draws a launcher into a root, by hand: a page with Trusted Types lets nobody parse. */
export function drawLauncher(root: ShadowRoot): Corner {
  const button = make('button', {className: 'launcher', part: 'launcher', type: 'button'}, make('slot', {name: 'launcher'}, make('i')));
  const dock = make('div', {className: 'dock'}, button);
  adopt(root, launcherStyles);
  root.append(dock);
  return {dock, button};
}
