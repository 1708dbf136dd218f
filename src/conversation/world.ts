import type {Transport} from '../protocol/transport.ts';
import type {Online, Timer, Visibility} from './surroundings.ts';

/** What a conversation needs of the world around it. */
export interface World {
  transport: Transport;
  online: Online;
  visibility: Visibility;
  timer: Timer;
  random: () => number;
}
