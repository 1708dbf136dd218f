import {readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname, join} from 'node:path';
import type {BotRequest} from '../../../src/protocol/exchange.ts';
import manifest from '../../../package.json' with {type: 'json'};
import {textOf} from '../bare-site.ts';

const root = join(import.meta.dirname, '../../..');
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.html': 'text/html',
  '.xhtml': 'application/xhtml+xml',
};

/** A page of a site: its whole HTML, or the parts around the chat's script. */
export interface HostPage {
  /** In the head, before the chat's script. */
  head?: string;
  /** In the body, before the chat's script. */
  body?: string;
  /** The chat's script tag; `scriptTag` by default. */
  script?: string;
  html?: string;
  headers?: Record<string, string>;
}

export interface HostSite {
  url: string;
  /** Requests to the bot, in order. */
  heard: BotRequest[];
  close(): Promise<void>;
}

/** Version of the build under `/other/`: the same build with its version replaced. */
export const otherVersion = '9.9.9';
export const scriptTag = '<script async src="/parley.js" data-bot="/bot/message" data-heading="Lamps" data-storage="none"></script>';

/** Serves pages by path, the built chat, the same as another version under `/other/`, `node_modules`, and a bot. */
export async function hostSite(pages: Record<string, HostPage>): Promise<HostSite> {
  const heard: BotRequest[] = [];
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*'); // For the page in a sandboxed frame, which has an opaque origin.
    void bodyOf(request).then((text) => {
      const path = (request.url ?? '/').split('?')[0]!;
      if (request.method === 'OPTIONS') return void response.writeHead(204, {'access-control-allow-headers': 'content-type'}).end();
      if (request.method === 'POST') return answerBot(JSON.parse(text) as BotRequest, heard, response);
      const page = pages[path];
      if (page)
        return void response.writeHead(200, {'content-type': types[extname(path)] ?? 'text/html', ...page.headers}).end(htmlOf(page));
      serve(path, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

function htmlOf({html, head = '', body = '', script = scriptTag}: HostPage): string {
  return (
    html ??
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Host</title><link rel="icon" href="data:,">${head}</head><body>${body}<main><h1>Host</h1><p>Words of the page.</p></main>${script}</body></html>`
  );
}

/**
 * An import map for the dependencies of the package's modules. Modules below `/other/` get separate copies, from `/second/`.
 *
 * @param build `development` uses Lit's development build for the page.
 */
export function importMap(build: 'production' | 'development' = 'production'): string {
  const copies = ['', '/second'].map((base) => {
    const modules = `${base}/node_modules`;
    const lit = (name: string): string => `${modules}/${name}/${build === 'development' && !base ? 'development/' : ''}`;
    return {
      lit: `${modules}/lit/index.js`,
      'lit/': `${modules}/lit/`,
      '@lit/reactive-element': `${lit('@lit/reactive-element')}reactive-element.js`,
      '@lit/reactive-element/': lit('@lit/reactive-element'),
      'lit-html': `${lit('lit-html')}lit-html.js`,
      'lit-html/': lit('lit-html'),
      'lit-element/': lit('lit-element'),
      marked: `${modules}/marked/lib/marked.esm.js`,
      dompurify: `${modules}/dompurify/dist/purify.es.mjs`,
      'eventsource-parser': `${modules}/eventsource-parser/dist/index.js`,
    };
  });
  const [imports, second] = copies;
  return `<script type="importmap">${JSON.stringify({imports, scopes: {'/other/': second, '/second/': second}})}</script>`;
}

function serve(path: string, response: ServerResponse): void {
  const other = path.startsWith('/other/');
  const plain = path.replace(/^\/(other|second)\//, '/');
  try {
    if (plain.includes('..')) throw new Error(path);
    const text = readFileSync(join(root, plain.startsWith('/node_modules/') ? '.' : 'dist', plain), 'utf8');
    response.writeHead(200, {'content-type': types[extname(path)] ?? 'text/plain'});
    response.end(other ? text.replaceAll(manifest.version, otherVersion) : text);
  } catch {
    response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  }
}

/** Greets with a quick reply, then answers with Markdown, HTML and a card. Never answers "think". */
function answerBot(asked: BotRequest, heard: BotRequest[], response: ServerResponse): void {
  heard.push(asked);
  if (textOf(asked) === 'think') return;
  const messages =
    asked.event === 'start'
      ? [{code: 'message', type: 'text', body: 'Hello', quick_replies: [{content_type: 'text', title: 'A lamp', payload: 'lamp'}]}]
      : [{code: 'message', type: 'text', body: `Heard ${textOf(asked)}. **Bold**, <u>under</u>\n\n- one\n- two\n\nSome \`code\``}, card];
  response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages}));
}

const card = {
  code: 'message',
  type: 'text',
  body: '',
  template: {
    type: 'generic',
    elements: [{title: 'Fjell', subtitle: 'Warm light', buttons: [{type: 'postback', title: 'Tell me more', payload: 'fjell'}]}],
  },
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
