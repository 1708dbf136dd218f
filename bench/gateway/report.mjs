import {availableParallelism, cpus, loadavg} from 'node:os';
import {median, table} from '../shared/figures.mjs';

const titles = {sqlite: 'SQLite', redis: 'Redis'};

/** The machine and the options of the run. */
export function machine({streams, seconds, rounds, inFlight}) {
  const [load] = loadavg();
  return [
    `${new Date().toISOString().slice(0, 16)}Z, Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}),`,
    `load average before the run ${load.toFixed(1)}. ${streams} streams, ${rounds} rounds of ${seconds} s, ${inFlight} messages in flight.`,
  ].join(' ');
}

/** Medians over the rounds; ratios are medians of the ratios within each round. */
export function report(store, subjects, {streams}) {
  const listening = subjects.filter(({loads}) => loads.steady.length > 0);
  return [
    `\n### ${titles[store]}`,
    table(
      ['at full speed', 'messages/s', 'CPU ms per message', 'of Redis', 'of the client', '× echo', '× fan-out'],
      costs(store, subjects),
    ),
    table(['ms, p50 / p99', 'at messages/s', 'said → accepted', 'accepted → received'], listening.flatMap(delays)),
    table(
      ['memory', 'RSS MB, no stream', `${streams} streams`, 'KB each', 'JS part', 'JS MB left when all are closed', 'CPU ms to start one'],
      listening.map((subject) => held(subject, streams)),
    ),
  ].join('\n\n');
}

function costs(store, subjects) {
  const [echo, fanOut] = subjects;
  const ratio = ({loads}, other) => median(loads.flatOut.map((load, round) => cost(load) / cost(other.loads.flatOut[round])));
  return subjects.map((subject) => {
    const {flatOut} = subject.loads;
    const of = (part) => median(flatOut.map((load) => load[part]));
    return [
      subject.name,
      of('perSecond').toFixed(0),
      of('server').toFixed(3),
      store === 'redis' && subject !== echo ? of('store').toFixed(3) : '',
      of('client').toFixed(3),
      ratio(subject, echo).toFixed(1),
      subject === echo ? '' : ratio(subject, fanOut).toFixed(1),
    ];
  });
}

function delays({name, loads}) {
  return [loads.flatOut, loads.steady].map((all) => {
    const spread = (part) => ['p50', 'p99'].map((share) => median(all.map((load) => load[part][share])).toFixed(1)).join(' / ');
    return [name, median(all.map(({perSecond}) => perSecond)).toFixed(0), spread('accepting'), spread('receiving')];
  });
}

function held({name, memory: {empty, full, left}}, streams) {
  const mega = (bytes) => (bytes / 1e6).toFixed(1);
  const each = (amount) => (amount / streams).toFixed(1);
  return [
    name,
    mega(empty.rss),
    mega(full.rss),
    each((full.rss - empty.rss) / 1e3),
    each((full.held - empty.held) / 1e3),
    mega(left.held - empty.held),
    (full.begun / streams).toFixed(2),
  ];
}

function cost({server, store}) {
  return server + store;
}
