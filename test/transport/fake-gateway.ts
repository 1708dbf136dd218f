import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A received request. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = (response: ServerResponse, heard: ReceivedRequest) => void;

/** A server that answers like a gateway, unless a test overrides an answer, and records requests. */
export class FakeGateway {
  readonly requests: ReceivedRequest[] = [];
  /** The token it accepts. */
  token = 'token-1';
  /** Answers that override the default ones, by the end of method and path; each is used once. */
  readonly overrides: [of: string, answer: Answer][] = [];
  readonly streams = new Set<ServerResponse>();
  #renewals = 1;
  readonly #server: Server = createServer((request, response) => void this.#receive(request, response));

  static async open(): Promise<FakeGateway> {
    const gateway = new FakeGateway();
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/chat`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  requestsTo(name: string): ReceivedRequest[] {
    return this.requests.filter(({method, path}) => `${method} ${path}`.split('?')[0]!.endsWith(name));
  }

  /** Writes raw text to every stream. */
  broadcast(text: string): void {
    for (const stream of this.streams) stream.write(text);
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    request.setEncoding('latin1');
    for await (const chunk of request) body += chunk;
    const heard = {method: request.method!, path: request.url!, headers: request.headers, body};
    this.requests.push(heard);
    const index = this.overrides.findIndex(([of]) => `${heard.method} ${heard.path}`.split('?')[0]!.endsWith(of));
    const [special] = index < 0 ? [] : this.overrides.splice(index, 1);
    if (special) special[1](response, heard);
    else this.#answer(response, heard);
  }

  #answer(response: ServerResponse, {method, path, headers}: ReceivedRequest): void {
    const [place = ''] = path.split('?');
    if (method === 'POST' && place === '/chat/v1/conversations')
      return json(201, {
        id: 'c1',
        token: this.token,
        expiresIn: 900,
        state: 'starting',
        limits: {maxFileBytes: 5_000, mimetypes: ['image/*']},
      })(response);
    if (method === 'POST' && place.endsWith('/token')) {
      this.token = `token-${++this.#renewals}`;
      return json(200, {token: this.token, expiresIn: 900})(response);
    }
    if (headers.authorization !== `Bearer ${this.token}`) return problem(401, 'token_expired')(response);
    if (method === 'PATCH') return void response.writeHead(204).end();
    if (place.endsWith('/messages')) return json(202, {id: '7', ts: '2026-11-20T06:20:00.000Z'})(response);
    if (place.endsWith('/end')) return void response.writeHead(204).end();
    if (place.endsWith('/attachments'))
      return json(201, {url: 'https://g.example/a/1/x.png', meta: {mimetype: 'image/png', ref: 'r1'}})(response);
    if (!String(headers.accept).includes('event-stream')) return json(200, {events: [], lastEventId: '0', state: 'bot'})(response);
    response.writeHead(200, {'content-type': 'text/event-stream'});
    response.write('retry: 2000\n\ndata: {"type":"ready","state":"bot","resumed":true,"lastEventId":"0"}\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): (response: ServerResponse) => void {
  return (response) => void response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(value));
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): (response: ServerResponse) => void {
  return json(status, {type: `about:blank#${code}`, code, title: code, status}, {...headers, 'content-type': 'application/problem+json'});
}

export function htmlPage(status: number): (response: ServerResponse) => void {
  return (response) => void response.writeHead(status, {'content-type': 'text/html'}).end('<h1>Please sign in to this network</h1>');
}
