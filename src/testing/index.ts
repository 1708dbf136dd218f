/**
 * The test kit: a bad way to the bot, a gateway in memory and a clock that moves when told.
 * Runs in a page and in Node, with whatever runs the tests.
 */
export {type Accident, chaos, ChaosTransport} from './chaos.ts';
export type {EventFaults, Fault, FaultName, Faults} from './faults.ts';
export {type Accepted, GatewayModel, type GatewayModelOptions} from './gateway-model.ts';
export {seeded} from './seeded.ts';
export {VirtualTime} from './virtual-time.ts';
