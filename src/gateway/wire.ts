import type {Agent, TransportEvent} from '../protocol/events.ts';
import type {Queue, Stage} from './stored.ts';

/** What a client is told before it tries. */
export interface Offer {
  limits: {maxBodyBytes: number; maxFileBytes: number; mimetypes: readonly string[]};
  features: {attachments: boolean; people: boolean};
}

/** All that a browser may know of a conversation. */
export interface Snapshot extends Offer {
  id: string;
  state: Stage;
  agent?: Agent;
  queue?: Queue;
  /** The last events, first to last: all of them, or as many as are told at once. */
  items: readonly LiveEvent[];
  /** Where listening goes on. */
  lastEventId: string;
}

/** The first event of each stream. */
export interface ReadyEvent {
  id?: undefined;
  type: 'ready';
  state: Stage;
  /** Whether the stream goes on exactly behind the client's cursor. */
  resumed: boolean;
  lastEventId: string;
}

/** All of the conversation anew, for a client whose cursor is too old or unknown. */
export interface ResetEvent {
  /** Number of the last event in the snapshot. */
  id: string;
  type: 'reset';
  snapshot: Snapshot;
}

export type LiveEvent = Exclude<TransportEvent, {type: 'reset'}>;
export type WireEvent = LiveEvent | ReadyEvent | ResetEvent;
