/** What can happen to one request. Where it says "heard", the other side took it in all the same. */
export type Fault =
  /** It passes. */
  | {type: 'none'}
  /** It passes, and its answer takes so many milliseconds longer. */
  | {type: 'slow'; ms?: number}
  /** It never leaves: there is no connection. */
  | {type: 'offline'}
  /** It is lost on the way there. */
  | {type: 'lost'}
  /** It is heard, its answer is lost on the way back. */
  | {type: 'answer_lost'}
  /** It is heard twice, as when something in between repeats it; the first answer comes back. */
  | {type: 'duplicated'}
  /** It is heard, its answer is cut in the middle. */
  | {type: 'truncated'}
  /** A web page of somebody in between comes back in place of an answer; nothing was heard. */
  | {type: 'html'}
  /** It is answered with an error; heard only where that is said. */
  | {type: 'refused'; status?: number; retryAfter?: number; heard?: boolean}
  /** No answer comes until the time is over; heard only where that is said. */
  | {type: 'hang'; heard?: boolean};

export type FaultName = Fault['type'];

/** What can happen to late events, each as a share from 0 to 1, and 0 unless told. */
export interface EventFaults {
  /** Milliseconds up to which each event is held back, at random; the order stays. */
  late?: number;
  /** Comes twice. */
  duplicated?: number;
  /** Comes up to a second later, after those that follow it. */
  reordered?: number;
  /** Does not come, while the connection lives on. */
  lost?: number;
  /** The connection breaks in its place. */
  cut?: number;
  /** From here on nothing comes, and the connection stays open. */
  hang?: number;
  /** The connection is not made at all; of connections. */
  refused?: number;
}

/** How bad a way to the bot is. Everything left out is perfect. */
export interface Faults {
  /** Chooses the accidents; 1 unless told. The same seed has the same accidents in the same order. */
  seed?: number;
  /** Milliseconds a request travels, and its answer again. */
  latency?: number;
  /** Milliseconds that may be added to either, at random: what leaves later may arrive earlier. */
  jitter?: number;
  /** What happens to the requests one after the other; when it is used up, the rates hold. */
  schedule?: readonly (Fault | FaultName)[];
  /** Share of the requests that each fault happens to, from 0 to 1, together at most 1. */
  rates?: Partial<Record<FaultName, number>>;
  /** Milliseconds until a request without an answer is given up; 60,000 unless told. */
  timeout?: number;
  /** What happens to late events. */
  events?: EventFaults;
}
