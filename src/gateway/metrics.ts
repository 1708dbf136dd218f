import {Counter, Gauge, Histogram, Registry} from 'prom-client';

/** What the gateway counts. Labels come from the configuration, never from a visitor, so that their number is bounded. */
export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void;
  stream(change: 1 | -1): void;
  message(widget: string): void;
  turn(bot: string, outcome: string, seconds: number): void;
  filter(name: string, outcome: string, seconds: number): void;
  hook(event: string, outcome: string): void;
  /** All metrics in the text format of Prometheus. */
  text(): Promise<{contentType: string; body: string}>;
}

/** Seconds: from what a page waits for, up to the longest time a bot may take. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Uses a registry of its own, so that several gateways in one process do not collide. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const histogram = (name: string, help: string, labelNames: string[]) =>
    new Histogram({name: `parley_${name}_seconds`, help, labelNames, buckets, registers});
  const requests = histogram('request', 'Time to answer requests; for streams until they begin.', ['route', 'method', 'status']);
  const turns = histogram('turn', 'Time a turn of a bot took, with its filters and retries.', ['bot', 'outcome']);
  const filters = histogram('filter', 'Time a filter took.', ['name', 'outcome']);
  const streams = new Gauge({name: 'parley_streams', help: 'Streams that are open.', registers});
  const messages = new Counter({
    name: 'parley_messages_total',
    help: 'Messages taken in from visitors.',
    labelNames: ['widget'],
    registers,
  });
  const hooks = new Counter({name: 'parley_hooks_total', help: 'Calls of web hooks.', labelNames: ['event', 'outcome'], registers});

  return {
    request: (route, method, status, elapsed) => requests.observe({route, method, status}, elapsed),
    stream: (change) => streams.inc(change),
    message: (widget) => messages.inc({widget}),
    turn: (bot, outcome, elapsed) => turns.observe({bot, outcome}, elapsed),
    filter: (name, outcome, elapsed) => filters.observe({name, outcome}, elapsed),
    hook: (event, outcome) => hooks.inc({event, outcome}),
    text: async () => ({contentType: registry.contentType, body: await registry.metrics()}),
  };
}
