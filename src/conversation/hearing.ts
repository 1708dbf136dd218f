import type {Intake, Source} from './intake.ts';
import type {World} from './world.ts';
import type {Store} from './store.ts';

/** What hears the events that arrive unasked. */
export interface Hearing {
  /** Listens while the conversation is open, and only then. */
  follow(open: boolean): void;
  stop(): void;
}

/** The parts of a conversation that what it hears is made of, and told to. */
export interface HearingParts {
  world: World;
  store: Store;
  intake: Intake;
  source: Source;
}

/** How a conversation hears; see `hear.ts`. */
export type Hear = (parts: HearingParts) => Hearing;
