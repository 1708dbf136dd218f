/**
 * The test kit: an unreliable transport, a gateway in memory and a virtual clock.
 * Runs in browsers and in Node, with any test runner.
 */
export {type Accident, chaos, ChaosTransport} from './chaos.ts';
export type {EventFaults, Fault, FaultName, Faults} from './faults.ts';
export {type Accepted, GatewayModel, type GatewayModelOptions} from './gateway-model.ts';
export {seeded} from './seeded.ts';
export {VirtualTime} from './virtual-time.ts';
