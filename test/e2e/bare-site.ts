import {readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import type {BotRequest} from '../../src/protocol/exchange.ts';

const root = join(import.meta.dirname, '../..');
const policyOf = (gateway = ''): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' https: ${gateway}`,
    `media-src 'self' ${gateway}`,
    `connect-src 'self' ${gateway}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types parley parley-html',
  ].join('; ');
const pageWith = (
  attributes: string,
): string => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><link rel="icon" href="/icon.svg">
<main><h1>Bare</h1></main><script async src="/parley.js" ${attributes}></script></html>`;

/** Answers one request of the chat. Gets the raw response, so that it can also cut it, let it hang or send garbage. */
export type Answer = (request: BotRequest, response: ServerResponse) => void;

export interface BareSite {
  url: string;
  /** What the chat sent, in order. */
  heard: BotRequest[];
  close(): Promise<void>;
}

/**
 * A bare page with the chat under a strict policy, and a bot that answers with `answer`. The page talks to the bot directly, or to the
 * given gateway; `options` are further attributes of the script tag.
 */
export async function bareSite(
  answer: Answer,
  {port = 0, gateway, options = ''}: {port?: number; gateway?: () => string; options?: string} = {},
): Promise<BareSite> {
  const heard: BotRequest[] = [];
  const server = createServer((request, response) => {
    // On a reused connection a browser retries a request that was cut, which would hide whether the chat does.
    response.setHeader('connection', 'close');
    // For the page in a sandboxed frame, which has an opaque origin.
    response.setHeader('access-control-allow-origin', '*');
    void bodyOf(request).then((body) => {
      if (request.method === 'OPTIONS') return void response.writeHead(204, {'access-control-allow-headers': 'content-type'}).end();
      if (request.url !== '/bot/message')
        return serve(new URL(request.url ?? '/', 'http://localhost').pathname, response, options, gateway?.());
      const asked = JSON.parse(body) as BotRequest;
      heard.push(asked);
      answer(asked, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

/** What the visitor said in a request. */
export function textOf({message}: BotRequest): string {
  return message && 'body' in message ? message.body : '';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function serve(path: string, response: ServerResponse, options: string, gateway?: string): void {
  const attributes = `${gateway ? `data-gateway="${gateway}" data-widget="shop"` : 'data-bot="/bot/message"'} ${options}`;
  if (path === '/' || path === '/elsewhere')
    return void response
      .writeHead(200, {'content-type': 'text/html', 'content-security-policy': policyOf(gateway)})
      .end(pageWith(attributes));
  if (path === '/icon.svg')
    return void response.writeHead(200, {'content-type': 'image/svg+xml'}).end('<svg xmlns="http://www.w3.org/2000/svg"/>');
  if (!/^\/parley(\.js|\/[\w.-]+\.js)$/.test(path)) return void response.writeHead(404).end();
  response.writeHead(200, {'content-type': 'text/javascript'}).end(readFileSync(join(root, 'dist', path)));
}
