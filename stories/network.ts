import type {Transport} from '../src/protocol/transport.ts';
import {chaos, type ChaosTransport} from '../src/testing/index.ts';
import {faultsOf, type Globals, own, type Tuning} from './networks.ts';

/** The way that the sliders set, as it is in the story that is shown. */
let tuned: ChaosTransport | undefined;

/** The way as it is on the network chosen; each time other accidents, since nobody compares two looks. */
export function over(transport: Transport, globals: Globals): Transport {
  const {network = 'perfect'} = globals;
  if (network === 'perfect') return transport;
  const way = chaos(transport, {seed: Date.now(), ...faultsOf(globals)});
  tuned = network === own ? way : undefined;
  return way;
}

/** Makes the way that is in use as the sliders are now: the conversation goes on. */
export function tune(faults: Tuning): void {
  tuned?.change({seed: Date.now(), ...faults});
}
