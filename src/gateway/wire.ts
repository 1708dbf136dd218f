import type {Agent, TransportEvent} from '../protocol/events.ts';
import type {Queue, Stage} from './stored.ts';

/** What a client may do, as told in advance. */
export interface Offer {
  limits: {maxBodyBytes: number; maxFileBytes: number; mimetypes: readonly string[]};
  features: {attachments: boolean; people: boolean};
}

/** Everything a browser may know about a conversation. */
export interface Snapshot extends Offer {
  id: string;
  state: Stage;
  agent?: Agent;
  queue?: Queue;
  /** The last events in order: all of them, or as many as are sent at once. */
  items: readonly LiveEvent[];
  /** Where listening continues. */
  lastEventId: string;
}

/** The first event of each stream. */
export interface ReadyEvent {
  id?: undefined;
  type: 'ready';
  state: Stage;
  /** Whether the stream continues exactly after the client's cursor. */
  resumed: boolean;
  lastEventId: string;
}

/** The whole conversation, for a client whose cursor is too old or unknown. */
export interface ResetEvent {
  /** Number of the last event in the snapshot. */
  id: string;
  type: 'reset';
  snapshot: Snapshot;
}

export type LiveEvent = Exclude<TransportEvent, {type: 'reset'}>;
export type WireEvent = LiveEvent | ReadyEvent | ResetEvent;
