import {createServer, type IncomingMessage, type ServerOptions, type ServerResponse} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import type {AddressInfo} from 'node:net';

import {getRequestListener} from '@hono/node-server';
import type {Gateway} from '../options.ts';
import {addressOf} from './address.ts';

/** Milliseconds a slow sender may take, whether by accident or to keep the gateway busy. */
export interface Timeouts {
  /** Until the headers of a request have arrived; 10,000. */
  headers: number;
  /** Until its body has arrived; 20,000. */
  body: number;
  /** The same for a file; 120,000. */
  upload: number;
  /** Without a byte in either direction during a request; 60,000. A stream has one every 15 seconds. */
  idle: number;
  /** How long a connection is kept open for the next request; 75,000, longer than load balancers keep theirs. */
  keepAlive: number;
}

export interface Credentials {
  /** PEM. */
  key: string;
  /** PEM, including intermediate certificates. */
  cert: string;
}

export interface ListenerOptions {
  host: string;
  /** 0 is any free one. */
  port: number;
  tls?: Credentials | undefined;
  /** How many reverse proxies are in front; 0 by default. */
  proxies?: number;
  timeouts?: Partial<Timeouts>;
  /** Whether browsers are told to use https only, for a year; false by default. */
  httpsOnly?: boolean;
}

export interface Listener {
  port: number;
  /** Accepts no new connections; open ones are told that this was the last request. */
  stopAccepting(): void;
  /** Ends every connection, even those still waiting for an answer. */
  close(): Promise<void>;
  /** Uses another certificate for new connections. */
  setCertificate(tls: Credentials): void;
}

const defaultTimeouts: Timeouts = {headers: 10_000, body: 20_000, upload: 120_000, idle: 60_000, keepAlive: 75_000};

/** Serves a gateway on a port. Rejects if that is taken or not allowed. */
export async function listen(
  gateway: Pick<Gateway, 'fetch'>,
  {host, port, tls, proxies = 0, timeouts, httpsOnly = false}: ListenerOptions,
): Promise<Listener> {
  const allTimeouts = {...defaultTimeouts, ...timeouts};
  const server = serverFor(allTimeouts, tls);
  const openResponses = new Set<ServerResponse>();
  const handle = getRequestListener((request, {incoming}) => gateway.fetch(request, clientOf(incoming as IncomingMessage, proxies)));
  server.on('request', (incoming, outgoing) => {
    if (!server.listening) outgoing.setHeader('connection', 'close');
    if (httpsOnly) outgoing.setHeader('strict-transport-security', 'max-age=31536000');
    openResponses.add(outgoing);
    outgoing.once('close', () => openResponses.delete(outgoing));
    limitBodyTime(incoming, allTimeouts.body);
    void handle(incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(void server.off('error', reject)));
  });
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stopAccepting: () => {
      server.close();
      for (const outgoing of openResponses) if (!outgoing.headersSent) outgoing.setHeader('connection', 'close');
    },
    close: () => {
      if (server.listening) server.close();
      server.closeAllConnections();
      return closed;
    },
    setCertificate: (credentials) => 'setSecureContext' in server && server.setSecureContext(credentials),
  };
}

function serverFor({headers, upload, idle, keepAlive}: Timeouts, tls: Credentials | undefined) {
  const options: ServerOptions = {
    headersTimeout: headers,
    requestTimeout: upload,
    keepAliveTimeout: keepAlive,
    maxHeaderSize: 16_384,
    connectionsCheckingInterval: Math.min(5000, headers),
  };
  const server = tls ? createSecureServer({...options, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: headers}) : createServer(options);
  server.setTimeout(idle);
  return server;
}

/** Ends the connection if a body does not arrive in time; files have longer. */
function limitBodyTime(incoming: IncomingMessage, timeout: number): void {
  if (/^multipart\//i.test(incoming.headers['content-type'] ?? '')) return;
  const timer = setTimeout(() => {
    if (!incoming.complete) incoming.socket.destroy();
  }, timeout).unref();
  incoming.once('close', () => clearTimeout(timer));
}

function clientOf({socket, headers}: IncomingMessage, proxies: number): {address?: string} {
  const forwarded = headers['x-forwarded-for'];
  const address = addressOf({peer: socket.remoteAddress, forwarded: Array.isArray(forwarded) ? forwarded.join(',') : forwarded, proxies});
  return address ? {address} : {};
}
