import type {Signal} from '../protocol/transport.ts';
import type {ConversationState} from './state.ts';
import type {Store, Unsubscribe} from './store.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';

/** Milliseconds between two typing signals. */
const typingInterval = 3_000;

/**
 * Signals to a person on the other side, if there is one, that the visitor is typing and what they have read. Nothing waits for these
 * signals, and none is repeated.
 */
export function sendSignals({transport, now}: ConversationEnvironment, store: Store): Unsubscribe {
  let typedAt = -Infinity;
  let lastRead: string | undefined;
  const send = (signal: Signal): void => {
    const {phase, agent} = store.state;
    // Losing a signal does no harm.
    if (phase === 'open' && agent?.is_bot === false) void transport.signal?.(signal).catch(() => undefined);
  };
  return store.subscribe((state, event) => {
    if (event.type === 'said') typedAt = -Infinity;
    if (event.type === 'drafted' && event.draft && Math.abs(now() - typedAt) >= typingInterval) {
      typedAt = now();
      send({code: 'message', type: 'iswriting'});
    }
    const ref = event.type === 'read' ? messageIdOf(state, event.id) : undefined;
    if (ref === undefined || ref === lastRead) return;
    lastRead = ref;
    send({code: 'message', type: 'read', ref});
  });
}

/** The id by which the server knows a person's message. */
function messageIdOf({entries}: ConversationState, id: string): string | undefined {
  const entry = entries.find((one) => one.id === id);
  return entry?.from === 'agent' ? entry.message.id : undefined;
}
