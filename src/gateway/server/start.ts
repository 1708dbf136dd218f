import {readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {createSecureContext} from 'node:tls';

import type {Config} from '../config/schema.ts';
import {createGateway} from '../gateway.ts';
import {createJsonLog} from '../json-log.ts';
import type {Log} from '../log.ts';
import type {Gateway} from '../options.ts';
import {Problem} from '../problem.ts';
import {developmentFolder} from './development.ts';
import {type Credentials, listen, type Listener} from './listener.ts';
import {openOptions} from './open-options.ts';
import type {Settings} from './read-settings.ts';

export interface RunningGateway {
  log: Log;
  /** Refuses new requests, lets running turns finish, and ends streams with a hint when to reconnect. Takes at most 9 seconds. */
  stop(): Promise<void>;
  /** Reads the certificate again, for new connections. */
  reloadCertificate(): Promise<void>;
}

/** Milliseconds to wait for running turns. */
const grace = 8000;

/** Opens the ports and the stores for conversations and files, and starts to serve. */
export async function start({config, folder, dev}: Settings): Promise<RunningGateway> {
  const log = createJsonLog({level: config.log.level});
  // The ports first: starting it twice by mistake is reported before anything is opened.
  const handler: Pick<Gateway, 'fetch'> = {
    fetch: async ({url}) => (new URL(url).pathname === '/healthz' ? aliveResponse() : startingResponse()),
  };
  const listeners = await openPorts(handler, {config, folder, dev}, log);
  try {
    const gateway = createGateway(await openOptions(config, folder, log));
    handler.fetch = (request, client) => gateway.fetch(request, client);
    log('info', 'started', {publicUrl: config.publicUrl, bots: Object.keys(config.bots), widgets: Object.keys(config.widgets)});
    return {
      log,
      stop: async () => {
        for (const listener of listeners) listener.stopAccepting();
        await gateway.close(grace);
        await Promise.all(listeners.map((listener) => listener.close()));
        log('info', 'stopped');
      },
      reloadCertificate: () => reloadCertificate(listeners[0], config, folder, log),
    };
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close()));
    throw error;
  }
}

/** A process supervisor must not kill it because it takes its time to start. */
const aliveResponse = (): Response => Response.json({status: 'ok'});
const startingResponse = (): Response => new Problem('overloaded', {detail: 'The gateway is starting', retryAfter: 2}).toResponse();

async function openPorts(handler: Pick<Gateway, 'fetch'>, {config, folder, dev}: Settings, log: Log): Promise<Listener[]> {
  const {host, port, proxies} = config.listen;
  const tls = await readCredentials(config, folder);
  const opened = [await listen(handler, {host, port, proxies, tls, httpsOnly: config.publicUrl.startsWith('https:')})];
  log('info', 'listening', {host, port: opened[0]?.port, tls: Boolean(tls)});
  if (!dev || tls) return opened;
  try {
    const {developmentCertificate} = await import('../development-certificate.ts');
    const {path, ...credentials} = await developmentCertificate(join(folder, developmentFolder));
    opened.push(await listen(handler, {host, port: port + 1, tls: credentials}));
    log('info', 'listening', {host, port: port + 1, tls: true, for: 'bots that call back'});
    log('info', 'certificate', {run: `NODE_EXTRA_CA_CERTS=${path}`, for: 'bots in Node to trust it'});
    return opened;
  } catch (error) {
    await Promise.all(opened.map((listener) => listener.close()));
    throw error;
  }
}

async function readCredentials({tls}: Config, folder: string): Promise<Credentials | undefined> {
  if (!tls) return undefined;
  const pem = (name: 'key' | 'cert'): Promise<string> =>
    readFile(resolve(folder, tls[name]), 'utf8').catch((cause: unknown) => {
      throw new Error(`tls.${name} cannot be read`, {cause});
    });
  const [key, cert] = await Promise.all([pem('key'), pem('cert')]);
  try {
    createSecureContext({key, cert});
  } catch (cause) {
    throw new Error('tls.key and tls.cert are not a PEM key and its PEM certificate', {cause});
  }
  return {key, cert};
}

async function reloadCertificate(listener: Listener | undefined, config: Config, folder: string, log: Log): Promise<void> {
  try {
    const tls = await readCredentials(config, folder);
    if (!tls || !listener) return;
    listener.setCertificate(tls);
    log('info', 'certificate_renewed');
  } catch (error) {
    // The previous one is still valid for a while.
    log('error', 'certificate_not_renewed', {error});
  }
}
