import type {Transport} from '../protocol/transport.ts';
import type {Online, Timer, Visibility} from './surroundings.ts';

/** What a conversation needs from its surroundings. */
export interface World {
  transport: Transport;
  online: Online;
  visibility: Visibility;
  timer: Timer;
  random: () => number;
  /** The clock, in milliseconds since 1970. */
  now: () => number;
  newId: () => string;
}
