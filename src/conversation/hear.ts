import type {Hear} from './hearing.ts';
import {LateEvents} from './late-events.ts';
import {LateListener} from './listener.ts';
import {tellSignals} from './signals.ts';

/** Hears through the transport's `listen`, and tells who listens there that the visitor writes and reads. Apart from the conversation, since what asks a bot directly never needs it. */
export const hear: Hear = ({world, store, intake, source}) => {
  tellSignals(world.transport, store, source.now);
  const events = new LateEvents(store, intake, {...source, timer: world.timer});
  return new LateListener(world, store, events, source.now);
};
