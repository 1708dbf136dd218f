import type {Guard} from './guard.ts';
import type {Hooks} from './hooks/hooks.ts';
import type {Streams} from './streams.ts';
import type {Surroundings} from './surroundings.ts';
import type {Talks} from './talks.ts';

/** What the routes of browsers are made of. */
export interface Parts {
  s: Surroundings;
  talks: Talks;
  hooks: Pick<Hooks, 'available'>;
  guard: Guard;
  streams: Streams;
  /** Types of the files that are taken. */
  mimetypes: readonly string[];
}
