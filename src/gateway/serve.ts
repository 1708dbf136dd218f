#!/usr/bin/env node
import {parseArgs} from 'node:util';
import type {Level, Log} from './log.ts';
import {explained} from './server/explained.ts';
import type {Running} from './server/start.ts';

const usage = `Starts a Parley gateway.

  parley-gateway --config gateway.json [--port 8080] [--dev] [--check]
  parley-gateway --config gateway.json --erase c_…

  --config  path of the configuration; gateway.json by default
  --port    overrides the port of the configuration
  --dev     for trying it out on this machine: creates a certificate and a secret where none are given,
            and lets bots call back over https on the next port
  --check   reads the configuration, reports everything that is wrong with it, and exits
  --erase   deletes the conversation with that id and its files, even while a gateway runs, and exits
  --help    prints this text
`;

/** Milliseconds a stop may take altogether. */
const patience = 10_000;

try {
  await serve();
} catch (error) {
  process.stderr.write(`${explained(error)}\n`);
  process.exit(1);
}

async function serve(): Promise<void> {
  const {values} = parseArgs({
    options: {
      config: {type: 'string', default: 'gateway.json'},
      port: {type: 'string'},
      dev: {type: 'boolean', default: false},
      check: {type: 'boolean', default: false},
      erase: {type: 'string'},
      help: {type: 'boolean', short: 'h', default: false},
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const {config: path, port, dev, check} = values;
  // Everything that needs a package is loaded from here on, so that a missing one can be reported in a sentence.
  const {read} = await import('./server/read.ts');
  const settings = await read({path, dev, ...(port !== undefined && {port: portOf(port)})});
  if (check) return void process.stdout.write(`${path} is fine.\n`);
  if (values.erase !== undefined) {
    const {erase} = await import('./server/erase.ts');
    await erase(settings, values.erase);
    return void process.stdout.write(`${values.erase} is erased.\n`);
  }
  const {start} = await import('./server/start.ts');
  const running = start(settings);
  // A certificate may be renewed during the start; it is loaded once everything is ready.
  process.on('SIGHUP', () => void running.then(({renew}) => renew()).catch(() => undefined));
  obey(await running);
}

/** Stops when asked to: gracefully at first, immediately when asked again. */
function obey({stop, log}: Running): void {
  overhear(log);
  let stopping = false;
  const end = (signal: string): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log('info', 'stopping', {signal});
    setTimeout(() => {
      log('warn', 'stopped_in_haste', {after: patience});
      process.exit(1);
    }, patience).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log('error', 'stop_failed', {error});
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  // Nothing that was accepted is lost: the next start continues with what the store holds.
  process.on('uncaughtException', (error) => {
    // Where it happened, without the message above the stack.
    log('error', 'crashed', {error, stack: error.stack?.match(/^ {4}at .*$/gm)?.join('\n')});
    process.exit(1);
  });
}

/** What packages and agents write to the console goes to the log, since every line of that is JSON. */
function overhear(log: Log): void {
  const levels = {debug: 'debug', info: 'info', log: 'info', warn: 'warn', error: 'error'} as const;
  for (const [name, level] of Object.entries(levels) as [keyof typeof levels, Level][]) {
    console[name] = (...words: unknown[]) => log(level, 'console', {words});
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--port is ${text} and must be a number from 0 to 65535`);
  return port;
}
