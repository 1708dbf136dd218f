import type {Listen} from './receiver.ts';
import {LateEvents} from './late-events.ts';
import {LateListener} from './listener.ts';
import {sendSignals} from './signals.ts';

/**
 * Receives unprompted messages through the transport's `listen`, and signals there that the visitor is typing and reading. A module of its
 * own, since a bot that is asked directly never needs it.
 */
export const listen: Listen = ({env, store, inbox}) => {
  sendSignals(env, store);
  return new LateListener(env, store, new LateEvents(store, inbox, env));
};
