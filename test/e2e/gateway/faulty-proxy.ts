import {type ClientRequest, createServer, type IncomingMessage, request as forward, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';

/**
 * What the proxy does with one request. `lost`: delivers it, but not its answer. `reset`: never delivers it.
 * `hang`: never answers. `half`: breaks the connection after half of the request body.
 */
export type Fault = 'lost' | 'reset' | 'hang' | 'half' | {status: number; body?: string; headers?: Record<string, string>};

/** One frame of a stream, without the blank line that ends it. */
export type Frame = string;

export interface FaultyProxy {
  url: string;
  /** `METHOD /path` of all requests, in order. */
  passed: string[];
  /** Chooses the fault of a request by its `METHOD /path`; none by default. */
  fault: (line: string, request: IncomingMessage) => Fault | undefined;
  /** Replaces each frame of a stream; passes it on by default. */
  frames: (frame: Frame) => readonly Frame[];
  /** Whether streams stay open without passing anything on, as with a pulled cable. */
  silent: boolean;
  /** Number of streams open to browsers. */
  open: number;
  /** Chooses the gateway of a request; the target by default. */
  route: (line: string) => string;
  /** Everything sent to the browser: headers, bodies and frames. */
  told: () => string;
  /** Breaks all connections. */
  cut(): void;
  close(): Promise<void>;
}

/** A reverse proxy between browser and gateway that simulates network faults. */
export async function faultyProxy(target: () => string): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  const told: string[] = [];
  const server = createServer((request, response) => handle(proxy, request, recording(response, told)));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const proxy: FaultyProxy = {
    url: '',
    passed: [],
    fault: () => undefined,
    frames: (frame) => [frame],
    silent: false,
    open: 0,
    route: target,
    told: () => told.join('\n'),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    close: () => closeServer(server, () => sockets.forEach((socket) => socket.destroy())),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}

/** Records what is sent to the browser. */
function recording(response: ServerResponse, told: string[]): ServerResponse {
  const {writeHead, write, end} = response;
  const text = (chunk: unknown): void => {
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) told.push(chunk.toString());
  };
  return Object.assign(response, {
    writeHead: (...args: unknown[]) => (told.push(JSON.stringify(args)), Reflect.apply(writeHead, response, args)),
    write: (...args: unknown[]) => (text(args[0]), Reflect.apply(write, response, args)),
    end: (...args: unknown[]) => (text(args[0]), Reflect.apply(end, response, args)),
  });
}

function handle(proxy: FaultyProxy, request: IncomingMessage, response: ServerResponse): void {
  const line = `${request.method} ${request.url}`;
  const fault = request.method === 'OPTIONS' ? undefined : proxy.fault(line, request);
  if (request.method !== 'OPTIONS') proxy.passed.push(line);
  if (fault === 'reset') return void request.socket.destroy();
  if (fault === 'hang') return void request.resume();
  if (typeof fault === 'object') return respond(fault, request, response);
  const {host: _, ...headers} = request.headers;
  const up = forward(new URL(request.url ?? '/', proxy.route(line)), {method: request.method!, headers}, (answered) => {
    if (fault === 'lost') {
      answered.resume().on('end', () => request.socket.destroy());
      return;
    }
    // On a reused connection a browser retries a request that was cut, which would hide whether the chat does.
    response.writeHead(answered.statusCode ?? 502, {...answered.headers, connection: 'close'});
    if (answered.headers['content-type']?.startsWith('text/event-stream')) forwardStream(proxy, answered, response);
    else answered.pipe(response);
  });
  up.on('error', () => request.socket.destroy());
  response.on('close', () => up.destroy());
  if (fault === 'half') forwardHalf(request, up);
  else request.pipe(up);
}

/** Forwards half of the request body, then breaks both connections. */
function forwardHalf(request: IncomingMessage, up: ClientRequest): void {
  const half = Number(request.headers['content-length']) / 2;
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size >= half) request.pause();
    up.write(chunk.subarray(0, chunk.length - Math.max(0, Math.ceil(size - half))), () => {
      if (size >= half) request.socket.destroy();
    });
  });
}

function respond({status, body = '', headers = {}}: Exclude<Fault, string>, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const origin = request.headers.origin ?? '*';
  const open = {'access-control-allow-origin': origin, 'access-control-expose-headers': 'Retry-After', connection: 'close'};
  response.writeHead(status, {'content-type': 'text/html', ...open, ...headers}).end(body);
}

/** Forwards a stream frame by frame. */
function forwardStream(proxy: FaultyProxy, answered: IncomingMessage, response: ServerResponse): void {
  response.flushHeaders();
  proxy.open++;
  response.on('close', () => proxy.open--);
  let rest = '';
  answered.setEncoding('utf8');
  answered.on('data', (text: string) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    for (const frame of parts.flatMap((part) => proxy.frames(part))) if (!proxy.silent) response.write(`${frame}\n\n`);
  });
  answered.on('end', () => response.end());
  answered.on('error', () => response.destroy());
}

function closeServer(server: Server, breakAll: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    breakAll();
  });
}
