import type {Files} from './files/files.ts';
import type {Log} from './log.ts';
import type {Metrics} from './metrics.ts';
import type {GatewayOptions, Limits} from './options.ts';
import type {Store} from './store/store.ts';
import type {Tokens} from './tokens.ts';

/** What every part of a gateway works with. */
export interface Services {
  options: GatewayOptions;
  limits: Required<Limits>;
  /** The `acct` that bots see. */
  account: string;
  /** `host[:port]` at which bots call back: `botHost`, or else that of the public URL. */
  host: string;
  store: Store;
  files: Files;
  tokens: Tokens;
  /** The secrets of the configuration, which nobody may read. */
  secrets: readonly string[];
  log: Log;
  metrics: Metrics;
  /** Milliseconds since 1970. */
  now: () => number;
  fetch: typeof globalThis.fetch;
}
