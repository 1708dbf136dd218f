import * as fc from 'fast-check';
import type {EventFaults, Fault} from '../../src/testing/index.ts';
import type {ProcessFault} from './gateway-host.ts';
import type {VisitorStep, LateStep, RemoteStep, Step} from './simulation.ts';

export interface Life<O = RemoteStep> {
  seed: number;
  latency: number;
  jitter: number;
  faults: readonly Fault[];
  events: EventFaults;
  steps: readonly Step<O>[];
}

/** What happens around a real gateway. */
export type GatewayStep = LateStep | ProcessFault;

const tab = fc.nat(2);
const which = fc.nat(3);
const tabbed = (...names: ('say' | 'stop' | 'restart' | 'end' | 'reload' | 'crash' | 'close' | 'switch')[]): fc.Arbitrary<VisitorStep> =>
  fc.record({do: fc.constantFrom(...names), tab});

const visitorSteps: [number, fc.Arbitrary<VisitorStep>][] = [
  [8, tabbed('say')],
  [8, fc.record({do: fc.constant('wait'), ms: fc.constantFrom(0, 5, 20, 60, 300, 1_500, 6_000, 20_000, 70_000)})],
  [2, fc.record({do: fc.constantFrom('retry', 'discard'), tab, which})],
  [2, tabbed('reload', 'crash')],
  [1, tabbed('stop')],
  [1, fc.record({do: fc.constant('away'), tab, ms: fc.constantFrom(50, 5_000, 100_000)})],
  [1, fc.record({do: fc.constant('offline'), ms: fc.constantFrom(10, 2_000, 60_000)})],
];
const remoteSteps: [number, fc.Arbitrary<RemoteStep>][] = [[2, fc.record({do: fc.constantFrom('late', 'cut')})]];
const tabSteps: [number, fc.Arbitrary<VisitorStep>][] = [
  [2, fc.constant({do: 'open'})],
  [3, tabbed('close', 'switch', 'switch')],
];
const restartSteps: [number, fc.Arbitrary<VisitorStep>][] = [[1, tabbed('restart')]];

const down = fc.constantFrom(0, 500, 8_000, 40_000);
const processSteps: [number, fc.Arbitrary<Step<GatewayStep>>][] = [
  [2, fc.constant({do: 'late'})],
  [3, fc.record({do: fc.constant('killed'), fuse: fc.record({left: fc.nat(8), written: fc.boolean()}), down})],
  [1, fc.record({do: fc.constant('closed'), down})],
  [3, fc.record({do: fc.constant('frozen'), ms: fc.constantFrom(3_000, 20_000, 45_000)})],
  [1, tabbed('restart', 'end')],
];
/** Extra steps that keep the gateway busy. */
const busySteps: [number, fc.Arbitrary<VisitorStep>][] = [
  [8, tabbed('say')],
  [4, fc.record({do: fc.constant('retry'), tab, which})],
];
const long = {minLength: 8, maxLength: 32, size: 'max'} as const;

const heard = fc.boolean();
const fault: fc.Arbitrary<Fault> = fc.oneof(
  {weight: 5, arbitrary: fc.constant({type: 'none'})},
  {weight: 4, arbitrary: fc.record({type: fc.constantFrom('lost', 'answer_lost', 'truncated', 'html', 'offline')})},
  {weight: 1, arbitrary: fc.record({type: fc.constant('slow'), ms: fc.constantFrom(200, 3_000, 40_000)})},
  {weight: 1, arbitrary: fc.record({type: fc.constant('hang'), heard})},
  {weight: 1, arbitrary: fc.record({type: fc.constant('refused'), status: fc.constantFrom(500, 503)})},
  {weight: 1, arbitrary: fc.record({type: fc.constant('refused'), status: fc.constantFrom(502, 504), heard})},
  {weight: 1, arbitrary: fc.record({type: fc.constant('refused'), status: fc.constant(429), retryAfter: fc.constantFrom(1, 7, 90)})},
);

/** Faults that only a gateway tolerates: a request received twice, and an error for a request that was received. */
const gatewayFault: fc.Arbitrary<Fault> = fc.oneof(
  {weight: 10, arbitrary: fault},
  {weight: 1, arbitrary: fc.constant({type: 'duplicated'})},
  {weight: 1, arbitrary: fc.record({type: fc.constant('refused'), status: fc.constantFrom(500, 503), heard})},
);

const rate = fc.constantFrom(0, 0, 0, 0.1, 0.3);
const events: fc.Arbitrary<EventFaults> = fc.record({
  late: fc.constantFrom(0, 0, 100, 3_000),
  duplicated: rate,
  reordered: rate,
  lost: fc.constantFrom(0, 0, 0, 0.1),
  cut: rate,
  hang: fc.constantFrom(0, 0, 0, 0.1),
  refused: rate,
});

function lives<O>(
  fate: fc.Arbitrary<Fault>,
  steps: [number, fc.Arbitrary<Step<O>>][],
  bad: fc.Arbitrary<EventFaults>,
  length = {minLength: 1, maxLength: 24},
): fc.Arbitrary<Life<O>> {
  return fc.record({
    seed: fc.nat(),
    latency: fc.constantFrom(0, 10, 400),
    jitter: fc.constantFrom(0, 50),
    faults: fc.array(fate, {maxLength: 12}),
    events: bad,
    steps: fc.array(fc.oneof(...steps.map(([weight, arbitrary]) => ({weight, arbitrary}))), length),
  });
}

/** A visitor with one page whose bot is asked directly. */
export const directLife = lives<RemoteStep>(fault, [...visitorSteps, ...restartSteps], fc.constant({}));
/** A visitor with one page and a gateway. */
export const gatewayLife = lives<RemoteStep>(gatewayFault, [...visitorSteps, ...remoteSteps, ...restartSteps], events);
/** The same two with several tabs. */
export const tabbedDirectLife = lives<RemoteStep>(fault, [...visitorSteps, ...tabSteps, ...restartSteps], fc.constant({}));
export const tabbedGatewayLife = lives<RemoteStep>(gatewayFault, [...visitorSteps, ...remoteSteps, ...tabSteps, ...restartSteps], events);
/** Visitors with one page and with several tabs, and a real gateway. */
export const realLife = lives<GatewayStep>(gatewayFault, [...busySteps, ...visitorSteps, ...processSteps], events, long);
export const tabbedRealLife = lives<GatewayStep>(gatewayFault, [...busySteps, ...visitorSteps, ...processSteps, ...tabSteps], events, long);

const quiet: Omit<Life, 'steps'> = {seed: 0, latency: 0, jitter: 0, faults: [], events: {}};

/** Lives that broke a guarantee in the past. */
export const regressions: Life[] = [
  // The start failed, then the network was lost, then a message was sent.
  {
    ...quiet,
    faults: [{type: 'lost'}],
    steps: [
      {do: 'wait', ms: 1_500},
      {do: 'offline', ms: 10},
      {do: 'say', tab: 0},
    ],
  },
  // The leader was closed before it had executed the open command of the other tab.
  {...quiet, steps: [{do: 'open'}, {do: 'wait', ms: 5}, {do: 'close', tab: 0}]},
  {
    ...quiet,
    steps: [
      {do: 'say', tab: 0},
      {do: 'wait', ms: 20_000},
      {do: 'reload', tab: 0},
      {do: 'away', tab: 0, ms: 50},
    ],
  },
];
