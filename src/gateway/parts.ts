import type {Guard} from './guard.ts';
import type {Hooks} from './hooks/hooks.ts';
import type {Streams} from './streams.ts';
import type {Surroundings} from './surroundings.ts';
import type {Talks} from './talks.ts';

/** What the routes for browsers work with. */
export interface Parts {
  s: Surroundings;
  talks: Talks;
  hooks: Pick<Hooks, 'available'>;
  guard: Guard;
  streams: Streams;
  /** File types that are accepted. */
  mimetypes: readonly string[];
}
