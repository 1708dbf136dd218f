// The visitors, in their own process so that their cost is measured separately.
import {setTimeout as sleep} from 'node:timers/promises';
import {Visitor} from './visitors.mjs';

/** Milliseconds to wait for answers after the last message. */
const patience = 15_000;
/** Visitors who connect concurrently. */
const together = 32;

const tasks = {open, close, flatOut, steady};
const visitors = [];
let said = 0;

process.on('message', ({id, ask, given}) => {
  if (!Object.hasOwn(tasks, ask)) return;
  tasks[ask](given).then(
    (answer) => process.send({id, answer}),
    (error) => process.send({id, error: error.message}),
  );
});

/** @param streams False for a server that only echoes. */
async function open({port, count, streams = true}) {
  const coming = Array.from({length: count}, () => new Visitor(port));
  visitors.push(...coming);
  if (streams) await Promise.all(Array.from({length: together}, async () => openAll(coming)));
}

async function openAll(coming) {
  for (let visitor = coming.pop(); visitor; visitor = coming.pop()) await visitor.open();
}

async function close() {
  for (const visitor of visitors.splice(0)) visitor.close();
}

/** As many messages as possible, with `inFlight` of them in flight at any time. */
function flatOut({seconds, inFlight}) {
  return measured(seconds, async (idle, exchange) => {
    const until = performance.now() + seconds * 1000;
    const speak = async () => {
      while (performance.now() < until) await exchange(idle.shift());
    };
    await Promise.all(Array.from({length: Math.min(inFlight, idle.length)}, speak));
  });
}

/** Open loop: `perSecond` messages per second, whether earlier ones are answered or not. */
function steady({seconds, perSecond}) {
  return measured(seconds, async (idle, exchange) => {
    const begun = performance.now();
    const all = Math.ceil(seconds * perSecond);
    const under = [];
    while (under.length < all) {
      const due = Math.min(all, ((performance.now() - begun) / 1000) * perSecond);
      // If all visitors wait for an answer, the next message is sent as soon as one is idle.
      while (under.length < due && idle.length > 0) under.push(exchange(idle.shift()));
      await sleep(2);
    }
    await Promise.all(under);
  });
}

/** Counts and times the exchanges of `speak`. @throws {Error} when an answer is missing. */
async function measured(seconds, speak) {
  const idle = visitors.slice();
  const times = {accepting: [], receiving: []};
  const exchange = async (visitor) => {
    const {accepting, receiving} = await visitor.say(`message-${process.pid}-${++said}`);
    times.accepting.push(accepting);
    if (receiving !== undefined) times.receiving.push(Math.max(0, receiving));
    idle.push(visitor);
  };
  const begun = performance.now();
  const over = new AbortController();
  await Promise.race([speak(idle, exchange), tooLate(seconds, over.signal)]).finally(() => over.abort());
  const {length: messages} = times.accepting;
  return {messages, seconds: (performance.now() - begun) / 1000, accepting: spread(times.accepting), receiving: spread(times.receiving)};
}

async function tooLate(seconds, signal) {
  await sleep(seconds * 1000 + patience, undefined, {signal});
  throw new Error('Answers are missing');
}

/** Median and 99th percentile. */
function spread(times) {
  const sorted = Float64Array.from(times).toSorted();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return {p50: at(0.5), p99: at(0.99)};
}
