import {readFileSync} from 'node:fs';
import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import type {BotRequest} from '../../src/protocol/exchange.ts';

const root = join(import.meta.dirname, '../..');
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types parley parley-html',
].join('; ');
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Recorded</title><link rel="icon" href="/icon.svg">
<main><h1>Recorded</h1></main><script async src="/parley.js" data-bot="/bot/message"></script></html>`;

interface Recording {
  request: {body: BotRequest};
  response: {status: number; headers: Record<string, string>; body?: unknown; text?: string};
}

/** What the real SDK answered, as the bytes that were on the wire. */
function recording(name: string): {status: number; headers: Record<string, string>; bytes: string} {
  const {response} = JSON.parse(readFileSync(join(root, `test/fixtures/bot-sdk/${name}.json`), 'utf8')) as Recording;
  const {'content-type': type = 'application/json', etag = ''} = response.headers;
  const headers = {'content-type': type, ...(etag && {etag}), 'x-powered-by': 'Express'};
  return {status: response.status, headers, bytes: response.text ?? JSON.stringify(response.body)};
}

export interface RecordedBot {
  url: string;
  /** What the chat sent, in order. */
  heard: BotRequest[];
  close(): Promise<void>;
}

/** A BotManager of recordings: answers the words of a request with the recording of that name, `start` with `start`, and serves a bare page with the chat. */
export async function recordedBot(): Promise<RecordedBot> {
  const heard: BotRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (request.url !== '/bot/message') return serve(request.url ?? '/', response);
      const asked = JSON.parse(body) as BotRequest;
      heard.push(asked);
      const words = asked.message && 'body' in asked.message ? asked.message.body : '';
      const {status, headers, bytes} = recording(asked.event === 'start' ? 'start' : words);
      response.writeHead(status, {...headers, 'content-length': Buffer.byteLength(bytes)}).end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

function serve(path: string, response: ServerResponse): void {
  if (path === '/') return void response.writeHead(200, {'content-type': 'text/html', 'content-security-policy': policy}).end(page);
  if (path === '/icon.svg')
    return void response.writeHead(200, {'content-type': 'image/svg+xml'}).end('<svg xmlns="http://www.w3.org/2000/svg"/>');
  if (!/^\/parley(\.js|\/[\w-]+\.js)$/.test(path)) return void response.writeHead(404).end();
  response.writeHead(200, {'content-type': 'text/javascript'}).end(readFileSync(join(root, 'dist', path)));
}
