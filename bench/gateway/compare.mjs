import {MeasuredProcess} from './measured-process.mjs';
import {startGateway} from './servers.mjs';
import {Subject} from './subject.mjs';

/** Of the gateway's own most, in the part of a round that measures how long an answer takes. */
const share = 0.5;

/**
 * All servers at once, each with its visitors; then rounds in which one after the other is under load, so that what else the machine
 * does meets all of them.
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
