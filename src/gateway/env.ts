import type {Client} from './options.ts';

/** What the routes know about a request. */
export interface Env {
  Bindings: {client?: Client};
}
