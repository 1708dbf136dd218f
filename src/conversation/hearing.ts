import type {Intake} from './intake.ts';
import type {World} from './world.ts';
import type {Store} from './store.ts';

/** Receives events that arrive unprompted. */
export interface Hearing {
  /** Listens while the conversation is open, and only then. */
  follow(open: boolean): void;
  stop(): void;
}

/** The parts of a conversation that a `Hearing` works with. */
export interface HearingParts {
  world: World;
  store: Store;
  intake: Intake;
}

/** Creates the `Hearing` of a conversation; see `hear.ts`. */
export type Hear = (parts: HearingParts) => Hearing;
