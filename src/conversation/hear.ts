import type {Hear} from './hearing.ts';
import {LateEvents} from './late-events.ts';
import {LateListener} from './listener.ts';
import {tellSignals} from './signals.ts';

/**
 * Receives unprompted messages through the transport's `listen`, and signals there that the visitor is typing and reading. A module of its
 * own, since a bot that is asked directly never needs it.
 */
export const hear: Hear = ({world, store, intake}) => {
  tellSignals(world, store);
  return new LateListener(world, store, new LateEvents(store, intake, world));
};
