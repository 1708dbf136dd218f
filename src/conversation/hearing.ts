import type {Intake, Source} from './intake.ts';
import type {World} from './world.ts';
import type {Store} from './store.ts';

/** Receives late events. */
export interface Hearing {
  /** Listens while the conversation is open, and only then. */
  follow(open: boolean): void;
  stop(): void;
}

/** The parts of a conversation that receiving late events needs. */
export interface HearingParts {
  world: World;
  store: Store;
  intake: Intake;
  source: Source;
}

/** How a conversation receives late events; see `hear.ts`. */
export type Hear = (parts: HearingParts) => Hearing;
