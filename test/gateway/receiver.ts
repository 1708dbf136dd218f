import {listen} from '../../demo/listen.ts';

export interface Received {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

/** A real HTTP server in place of an external system: records requests and sends scripted responses. */
export interface Receiver {
  url: string;
  received: Received[];
  /** The next responses, in order; 204 once they run out. A function may delay its response. */
  answers: (Response | ((request: Received, signal: AbortSignal) => Response | Promise<Response>))[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver['answers'] = [];
  const {url, close} = await listen(async (request) => {
    const text = await request.text();
    const {pathname} = new URL(request.url);
    const message = {
      method: request.method,
      path: pathname,
      headers: request.headers,
      body: text ? (JSON.parse(text) as unknown) : undefined,
    };
    received.push(message);
    const answer = answers.shift() ?? new Response(null, {status: 204});
    return typeof answer === 'function' ? answer(message, request.signal) : answer;
  }, 0);
  return {url, received, answers, close};
}
