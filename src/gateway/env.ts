import type {Client} from './options.ts';

/** What the routes know of a request besides itself. */
export interface Env {
  Bindings: {client?: Client};
}
