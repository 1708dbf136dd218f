import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Readable} from 'node:stream';
import type {ReadableStream} from 'node:stream/web';

/** A server as a function from Request to Response. */
export type Handler = (request: Request) => Promise<Response>;

export interface RunningServer {
  /** Without a trailing slash, such as `http://127.0.0.1:4173`. */
  url: string;
  /** Closes the server and all connections, including those still waiting for an answer. */
  close(): Promise<void>;
}

/** The only address that servers of this demo listen on. */
export const loopback = '127.0.0.1';

/**
 * Serves a handler on a local port. If the port is taken, tries the next twenty; port 0 is any free one.
 * @throws {Error} if all of them are taken.
 */
export async function listen(handler: Handler, port: number): Promise<RunningServer> {
  const server = createServer((incoming, outgoing) => void respond(handler, incoming, outgoing));
  const attempt = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, loopback, () => resolve(server.off('error', reject) && undefined));
    });
  await onFreePort(port, attempt);
  return {
    url: `http://${loopback}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** Calls `open` with the first free port of this one and the next twenty; port 0 is any free one. */
export async function onFreePort<T>(port: number, open: (port: number) => Promise<T>): Promise<T> {
  for (let at = port; ; at++) {
    try {
      return await open(at);
    } catch (error) {
      if (!isTaken(error) || port === 0 || at >= port + 20) throw error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function respond(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  try {
    await write(await handler(toRequest(incoming, gone.signal)), outgoing);
  } catch (error) {
    if (gone.signal.aborted) return;
    console.error(error);
    if (!outgoing.headersSent) outgoing.writeHead(500);
    outgoing.end();
  }
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const method = incoming.method ?? 'GET';
  const carries = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? loopback}`), {
    method,
    headers,
    signal,
    ...(carries && {body: Readable.toWeb(incoming) as globalThis.ReadableStream, duplex: 'half'}),
  });
}

async function write(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return void outgoing.end();
  for await (const chunk of Readable.fromWeb(response.body as ReadableStream)) outgoing.write(chunk);
  outgoing.end();
}
