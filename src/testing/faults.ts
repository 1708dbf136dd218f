/** What can happen to one request. "Heard" means that the other side processed it. */
export type Fault =
  /** It passes. */
  | {type: 'none'}
  /** It passes, and its answer takes this many milliseconds longer; 5,000 by default. */
  | {type: 'slow'; ms?: number}
  /** It never leaves: there is no connection. */
  | {type: 'offline'}
  /** It is lost on the way there. */
  | {type: 'lost'}
  /** It is heard, its answer is lost on the way back. */
  | {type: 'answer_lost'}
  /** It is heard twice, as when a proxy repeats it; the first answer comes back. */
  | {type: 'duplicated'}
  /** It is heard, its answer is cut in the middle. */
  | {type: 'truncated'}
  /** A proxy's web page comes back in place of an answer; nothing was heard. */
  | {type: 'html'}
  /** It is answered with an error. By default it is not heard, and the status is one of 500, 502, 503 and 429, at random. */
  | {type: 'refused'; status?: number; retryAfter?: number; heard?: boolean}
  /** No answer comes before the `timeout`; whether it is heard is random by default. */
  | {type: 'hang'; heard?: boolean};

export type FaultName = Fault['type'];

/** What can happen to late events, each as a share from 0 to 1; 0 by default. */
export interface EventFaults {
  /** Milliseconds; each event is held back by up to this, at random and in order. */
  late?: number;
  /** The event arrives twice. */
  duplicated?: number;
  /** The event arrives up to a second later, after those that follow it. */
  reordered?: number;
  /** The event does not arrive, and the connection stays open. */
  lost?: number;
  /** The connection breaks instead. */
  cut?: number;
  /** From here on nothing arrives, and the connection stays open. */
  hang?: number;
  /** The share of connections that fail. */
  refused?: number;
}

/** How unreliable a transport is. Whatever is left out works perfectly. */
export interface Faults {
  /** Seed of the random faults; 1 by default. The same seed gives the same faults in the same order. */
  seed?: number;
  /** Milliseconds that a request takes, and its answer again. */
  latency?: number;
  /** Up to this many milliseconds are added to either, at random, so that requests may overtake each other. */
  jitter?: number;
  /** The faults of the first requests, in order; after these the rates apply. */
  schedule?: readonly (Fault | FaultName)[];
  /** The share of requests that meet each fault, from 0 to 1; together at most 1. */
  rates?: Partial<Record<FaultName, number>>;
  /** Milliseconds before a request without an answer fails; 60,000 by default. */
  timeout?: number;
  /** What happens to late events. */
  events?: EventFaults;
}
