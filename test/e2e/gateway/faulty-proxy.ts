import {type ClientRequest, createServer, type IncomingMessage, request as forward, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';

/**
 * What the way to the gateway does with one request. `lost`: it arrives, its answer does not. `reset`: it never arrives.
 * `hang`: nothing ever comes back. `half`: the connection breaks after half of what was to be sent up.
 */
export type Fault = 'lost' | 'reset' | 'hang' | 'half' | {status: number; body?: string; headers?: Record<string, string>};

/** One frame of a stream, as it stands between two blank lines. */
export type Frame = string;

export interface FaultyProxy {
  url: string;
  /** `METHOD /path` of what came by, in order. */
  passed: string[];
  /** Tells what happens to a request, by its `METHOD /path`; nothing unless set. */
  fault: (line: string, request: IncomingMessage) => Fault | undefined;
  /** What becomes of each frame of a stream; the frame itself unless set. */
  frames: (frame: Frame) => readonly Frame[];
  /** From now on streams stay open and nothing comes through, as with a pulled cable. */
  silent: boolean;
  /** How many streams are open to browsers. */
  open: number;
  /** Which gateway a request goes to; the one there is unless set. */
  route: (line: string) => string;
  /** Everything the browser was given: headers, bodies and frames. */
  told: () => string;
  /** Breaks every connection there is. */
  cut(): void;
  close(): Promise<void>;
}

/** A reverse proxy between browser and gateway that can do what networks do. */
export async function faultyProxy(target: () => string): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  const told: string[] = [];
  const server = createServer((request, response) => pass(proxy, request, noted(response, told)));
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
    close: () => closed(server, () => sockets.forEach((socket) => socket.destroy())),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}

/** Notes what is given to the browser. */
function noted(response: ServerResponse, told: string[]): ServerResponse {
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

function pass(proxy: FaultyProxy, request: IncomingMessage, response: ServerResponse): void {
  const line = `${request.method} ${request.url}`;
  const fault = request.method === 'OPTIONS' ? undefined : proxy.fault(line, request);
  if (request.method !== 'OPTIONS') proxy.passed.push(line);
  if (fault === 'reset') return void request.socket.destroy();
  if (fault === 'hang') return void request.resume();
  if (typeof fault === 'object') return answer(fault, request, response);
  const {host: _, ...headers} = request.headers;
  const up = forward(new URL(request.url ?? '/', proxy.route(line)), {method: request.method!, headers}, (answered) => {
    if (fault === 'lost') {
      answered.resume().on('end', () => request.socket.destroy());
      return;
    }
    // On a connection used before, a browser by itself repeats a request that was cut, which would hide whether the chat does.
    response.writeHead(answered.statusCode ?? 502, {...answered.headers, connection: 'close'});
    if (answered.headers['content-type']?.startsWith('text/event-stream')) stream(proxy, answered, response);
    else answered.pipe(response);
  });
  up.on('error', () => request.socket.destroy());
  response.on('close', () => up.destroy());
  if (fault === 'half') passHalf(request, up);
  else request.pipe(up);
}

/** Passes half of what is sent up on, then breaks both connections. */
function passHalf(request: IncomingMessage, up: ClientRequest): void {
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

function answer({status, body = '', headers = {}}: Exclude<Fault, string>, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const origin = request.headers.origin ?? '*';
  const open = {'access-control-allow-origin': origin, 'access-control-expose-headers': 'Retry-After', connection: 'close'};
  response.writeHead(status, {'content-type': 'text/html', ...open, ...headers}).end(body);
}

/** Passes a stream on frame by frame. */
function stream(proxy: FaultyProxy, answered: IncomingMessage, response: ServerResponse): void {
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

function closed(server: Server, breakAll: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    breakAll();
  });
}
