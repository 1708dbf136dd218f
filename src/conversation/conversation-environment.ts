import type {Transport} from '../protocol/transport.ts';
import type {Online, Timer, Visibility} from './environment.ts';

/** What a conversation needs from outside. */
export interface ConversationEnvironment {
  transport: Transport;
  online: Online;
  visibility: Visibility;
  timer: Timer;
  random: () => number;
  /** The clock, in milliseconds since 1970. */
  now: () => number;
  newId: () => string;
}
