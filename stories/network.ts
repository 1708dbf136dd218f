import type {Transport} from '../src/protocol/transport.ts';
import {chaos, type ChaosTransport} from '../src/testing/index.ts';
import {faultsOf, type Globals, own, type Tuning} from './networks.ts';

/** The transport of the current story, if the sliders control it. */
let tuned: ChaosTransport | undefined;

/** Wraps the transport with the faults of the chosen network. Random each time, since these stories have no screenshots. */
export function over(transport: Transport, globals: Globals): Transport {
  const {network = 'perfect'} = globals;
  if (network === 'perfect') return transport;
  const way = chaos(transport, {seed: Date.now(), ...faultsOf(globals)});
  tuned = network === own ? way : undefined;
  return way;
}

/** Applies the sliders to the transport in use, so that the conversation continues. */
export function tune(faults: Tuning): void {
  tuned?.change({seed: Date.now(), ...faults});
}
