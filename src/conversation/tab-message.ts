import type {Presence} from './presence-tracker.ts';
import type {ReplicatedState, CommandId} from './replicated-state.ts';
import type {ConversationEvent} from './transition.ts';
import type {Command} from './command.ts';

/** Raised when versions of this package no longer understand each other's messages; then each tab leads its own conversation. */
export const tabProtocolVersion = 1;

/** What tabs post to each other. */
export type TabMessage =
  /** From a tab that knows nothing yet, or missed something. */
  | {type: 'hello'}
  /** The whole state, from the leader. */
  | {type: 'ledger'; ledger: ReplicatedState}
  /** An event. `by` is the command it acknowledges, if any. Only the tab it is `for` announces it to its visitor. */
  | {type: 'happened'; reign: number; seq: number; event: ConversationEvent; by?: CommandId | undefined; for?: string | undefined}
  /** All unacknowledged commands of a tab, in order: acknowledging the last acknowledges those before it. */
  | {type: 'wishes'; wishes: readonly CommandRequest[]}
  /** A command has been executed. */
  | {type: 'done'; by: CommandId}
  | {type: 'presence'; presence: Presence}
  | {type: 'bye'};

/** A command and its number. */
export interface CommandRequest {
  n: number;
  verb: Command;
}

export type TabEnvelope = TabMessage & {
  /** Version of this protocol. */
  parley: number;
  /** The tab that posts it. */
  from: string;
};

/** The handler for each kind of message. */
export type MessageHandlers = {[T in TabMessage['type']]: (from: string, message: TabMessage & {type: T}) => void};

/** Calls the handler for the message, if its type is known. */
export function dispatchEnvelope<T extends TabMessage['type']>(envelope: TabEnvelope & {type: T}, handlers: MessageHandlers): void {
  const handler: MessageHandlers[T] | undefined = handlers[envelope.type];
  handler?.(envelope.from, envelope);
}

/** Whether a value is a message between tabs, of any version. */
export function isEnvelope(value: unknown): value is TabEnvelope {
  const {parley, from, type}: Partial<Record<keyof TabEnvelope, unknown>> = Object(value);
  return typeof parley === 'number' && typeof from === 'string' && typeof type === 'string';
}

/** An event that can be cloned: its error is replaced by a description. */
export function toCloneable(event: ConversationEvent): ConversationEvent {
  if (!('error' in event)) return event;
  const {error} = event;
  return {...event, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error)};
}
