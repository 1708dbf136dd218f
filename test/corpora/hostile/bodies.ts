import {hostileBodies} from '../../components/hostile-bodies.ts';
import type {Hostile} from '../hostile.ts';
import {said} from './said.ts';

/** Bodies that a part of its own is tested with as well; a third member of theirs says which words are left. */
export const bodies: readonly Hostile[] = hostileBodies.map(([name, body, shows = [], links = []]) => ({
  name: `body: ${name}`,
  message: said(body),
  shows,
  links,
}));
