import {randomUUID} from 'node:crypto';
import {Agent, request} from 'node:http';

const origin = 'http://localhost';
/** Connections for requests; each stream has its own besides. */
const lines = new Agent({keepAlive: true, maxSockets: 256});
const apart = new Agent({maxSockets: Infinity});

/** One visitor: a conversation, its stream, and at most one message in flight. */
export class Visitor {
  #port;
  #path = '/v1/conversations/nobody';
  #headers = {};
  #stream;
  #rest = '';
  #awaited;

  constructor(port) {
    this.#port = port;
  }

  /** Starts a conversation and opens its stream. */
  async open() {
    const {status, body} = await post(this.#port, '/v1/conversations', {'idempotency-key': randomUUID()}, {widget: 'bench'});
    if (status !== 201) throw new Error(`No conversation: ${status} ${body}`);
    const {id, token} = JSON.parse(body);
    this.#path = `/v1/conversations/${id}`;
    this.#headers = {authorization: `Bearer ${token}`};
    await this.#listen();
  }

  /**
   * Sends a message.
   * @returns Milliseconds until it was accepted, and from then until its answer arrived: the latter is negative if the answer was faster
   *   than the acceptance, and undefined without a stream.
   */
  async say(body) {
    const answered = this.#stream && new Promise((resolve) => (this.#awaited = {body, resolve}));
    const sent = performance.now();
    const headers = {...this.#headers, 'idempotency-key': body};
    const {status, body: refusal} = await post(this.#port, `${this.#path}/messages`, headers, {code: 'message', type: 'text', body});
    if (status !== 202) throw new Error(`Not accepted: ${status} ${refusal}`);
    const accepted = performance.now();
    return {accepting: accepted - sent, receiving: answered && (await answered) - accepted};
  }

  close() {
    this.#stream?.destroy();
    this.#stream = undefined;
  }

  #listen() {
    return new Promise((resolve, reject) => {
      const headers = {...this.#headers, origin, accept: 'text/event-stream'};
      const asked = request({host: '127.0.0.1', port: this.#port, path: `${this.#path}/events`, headers, agent: apart}, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`No stream: ${response.statusCode}`));
        this.#stream = response.setEncoding('utf8').on('data', (text) => this.#hear(text, resolve));
        response.on('error', () => {});
      });
      asked.on('error', reject).end();
    });
  }

  #hear(text, ready) {
    const frames = (this.#rest + text).split('\n\n');
    this.#rest = frames.pop();
    for (const frame of frames) {
      const start = frame.indexOf('data: ');
      if (start === -1) continue;
      const event = JSON.parse(frame.slice(start + 'data: '.length));
      if (event.type === 'ready') ready();
      else if (event.type === 'message' && event.from.kind === 'bot') this.#receive(event.message.body);
    }
  }

  #receive(body) {
    if (this.#awaited?.body !== body) throw new Error(`Unexpected answer: ${body}`);
    this.#awaited.resolve(performance.now());
    this.#awaited = undefined;
  }
}

function post(port, path, headers, value) {
  const json = JSON.stringify(value);
  const all = {...headers, origin, 'content-type': 'application/json', 'content-length': Buffer.byteLength(json)};
  return new Promise((resolve, reject) => {
    const asked = request({host: '127.0.0.1', port, path, method: 'POST', headers: all, agent: lines}, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => (body += text));
      response.on('end', () => resolve({status: response.statusCode, body})).on('error', reject);
    });
    asked.on('error', reject).end(json);
  });
}
