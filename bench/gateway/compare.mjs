import {MeasuredProcess} from './measured-process.mjs';
import {startGateway} from './servers.mjs';
import {Subject} from './subject.mjs';

/** Load while latency is measured, as a share of the gateway's maximum throughput. */
const share = 0.5;

/**
 * Starts all servers at once, each with its visitors, then loads one after the other in each round, so that other work of the machine
 * affects all of them.
 */
export async function compare(places, {script, streams, seconds, rounds, inFlight}) {
  const subjects = await startAll(script, places);
  try {
    for (const subject of subjects) await subject.open(streams);
    const [, fanOut, gateway] = subjects;
    for (let round = 0; round < rounds; round++) {
      const turned = [...subjects.slice(round % 3), ...subjects.slice(0, round % 3)];
      for (const subject of turned) await subject.load('flatOut', {seconds, inFlight});
      const perSecond = share * gateway.loads.flatOut.at(-1).perSecond;
      for (const subject of [fanOut, gateway]) await subject.load('steady', {seconds: Math.ceil(seconds / 2), perSecond});
    }
    for (const subject of subjects) await subject.close();
    return subjects.map(({name, memory, loads}) => ({name, memory, loads}));
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
  }
}

async function startAll(script, {fanOut, gateway, folder, redis}) {
  const echo = new Subject('Hono echo', new MeasuredProcess('echo.mjs'), {streams: false});
  const bare = new Subject('bare fan-out', new MeasuredProcess('fan-out.mjs', [fanOut]), {store: redis});
  return [echo, bare, new Subject('gateway', await startGateway(script, folder, gateway), {store: redis})];
}
