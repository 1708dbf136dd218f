import type {BotMessage} from './message.ts';

/** The bot or person the visitor is talking to. */
export interface Agent {
  id?: string;
  nick?: string;
  avatar?: string;
  /** Shown below the name, such as "Workshop". */
  status?: string;
  is_bot?: boolean;
}

interface BaseEvent {
  /** Position in the conversation's log; absent on events that are not stored. */
  id?: string;
  /** ISO 8601. */
  ts?: string;
}

/** Who says something, and in which role. */
export type Speaker = Agent & {kind: 'bot' | 'agent' | 'user' | 'system'};

/** Where a visitor is handed over to. */
export interface Destination {
  tags?: readonly string[];
  /** Nickname. */
  agent?: string;
  bot?: string;
}

/** What may arrive unprompted, outside the answer to a request. */
export type TransportEvent = BaseEvent &
  (
    | {type: 'message'; message: BotMessage; from?: Speaker; ref?: string}
    | {type: 'ack'; ref: string}
    | {type: 'read'; ref: string}
    | {type: 'iswriting'; on: boolean; ttl?: number; from?: Speaker}
    | {type: 'joined' | 'left'; agent: Agent; reason?: string}
    | {type: 'queue'; position: number; estimateMs?: number}
    | {type: 'transfer'; status: 'requested' | 'accepted' | 'failed'; to?: Destination}
    | {type: 'end'; reason?: string}
    | {type: 'problem'; code: string; title?: string; retryable?: boolean; ref?: string}
    | {type: 'reset'; events: readonly TransportEvent[]}
  );
