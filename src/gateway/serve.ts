#!/usr/bin/env node
import {parseArgs} from 'node:util';
import type {Level, Log} from './log.ts';
import {explainError} from './server/explain-error.ts';
import type {RunningGateway} from './server/start.ts';

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
const shutdownTimeout = 10_000;

try {
  await serve();
} catch (error) {
  process.stderr.write(`${explainError(error)}\n`);
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
  const {readSettings: read} = await import('./server/read-settings.ts');
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
  process.on('SIGHUP', () => void running.then(({reloadCertificate: renew}) => renew()).catch(() => undefined));
  handleSignals(await running);
}

/** Stops when asked to: gracefully at first, immediately when asked again. */
function handleSignals({stop, log}: RunningGateway): void {
  redirectConsole(log);
  let isStopping = false;
  const shutDown = (signal: string): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log('info', 'stopping', {signal});
    setTimeout(() => {
      log('warn', 'stopped_in_haste', {after: shutdownTimeout});
      process.exit(1);
    }, shutdownTimeout).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log('error', 'stop_failed', {error});
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', shutDown).on('SIGINT', shutDown);
  // Nothing that was accepted is lost: the next start continues with what the store holds.
  process.on('uncaughtException', (error) => {
    // Where it happened, without the message above the stack.
    log('error', 'crashed', {error, stack: error.stack?.match(/^ {4}at .*$/gm)?.join('\n')});
    process.exit(1);
  });
}

/** What packages and agents write to the console goes to the log, since every line of that is JSON. */
function redirectConsole(log: Log): void {
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
