import type {Guard} from './guard.ts';
import type {Hooks} from './hooks/hooks.ts';
import type {Streams} from './streams.ts';
import type {Services} from './services.ts';
import type {Conversations} from './conversations.ts';

/** What the routes for browsers work with. */
export interface RouteContext {
  services: Services;
  conversations: Conversations;
  hooks: Pick<Hooks, 'isAvailable'>;
  guard: Guard;
  streams: Streams;
  /** File types that are accepted. */
  mimetypes: readonly string[];
}
