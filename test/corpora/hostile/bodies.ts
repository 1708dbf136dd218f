import {hostileBodies} from '../../components/hostile-bodies.ts';
import type {Hostile} from '../hostile.ts';
import {text} from './builders.ts';

/** Bodies that the text part is tested with, too; the third member is the text that remains, the fourth the links. */
export const bodies: readonly Hostile[] = hostileBodies.map(([name, body, shows = [], links = []]) => ({
  name: `body: ${name}`,
  message: text(body),
  shows,
  links,
}));
