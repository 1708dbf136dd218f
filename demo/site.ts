import {readFile} from 'node:fs/promises';
import {extname, join, sep} from 'node:path';

import {loopback, type Handler} from './listen.ts';
import {withOptions} from './page.ts';

/** A strict Content-Security-Policy: the widget must need no exception but the gateway's URL. */
function policyOf(gateway: string | undefined): string {
  const sources = gateway ? `'self' ${gateway}` : "'self'";
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${sources}`,
    `media-src ${sources}`,
    `connect-src ${sources}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types parley parley-html',
  ].join('; ');
}

/** Types of files that may be served: anything else is not found. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.pdf': 'application/pdf',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
};

const files: Readonly<Record<string, string>> = {
  '/': 'demo/index.html',
  '/shop.css': 'demo/shop.css',
  '/shop.js': 'demo/shop.js',
  '/parley.js': 'dist/parley.js',
  '/parley.js.map': 'dist/parley.js.map',
};

const folders: Readonly<Record<string, string>> = {
  '/pictures/': 'demo/pictures',
  '/media/': 'demo/media',
  '/parley/': 'dist/parley',
};

/** Serves the shop's page, its pictures and media, and the built widget, read again for each request. */
export function createSite(root: string, gateway?: string): Handler {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return textResponse(405, 'Method Not Allowed', {allow: 'GET, HEAD'});
    const url = new URL(request.url);
    const {pathname, searchParams} = url;
    const path = filePathOf(root, pathname);
    const type = path && types[extname(path)];
    if (!path || !type) return textResponse(404, 'Not Found');

    const contents = await readFile(path).catch(() => undefined);
    if (!contents) return textResponse(404, pathname.startsWith('/parley') ? 'The widget is not built yet: npm run build' : 'Not Found');
    const page = type.startsWith('text/html');
    if (page && url.hostname === 'localhost') return redirect(url);
    const body = page ? Buffer.from(withOptions(contents.toString(), searchParams, gateway)) : contents;
    return fileResponse(request, body, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(page && {'content-security-policy': policyOf(searchParams.has('direct') ? undefined : gateway)}),
      // Pages of other origins may use the script; its chunks are modules, which browsers fetch with CORS.
      ...(pathname.startsWith('/parley') && {'access-control-allow-origin': '*'}),
    });
  };
}

/** The bot's picture URLs use the server's own address, which the policy of a page under another host name would block. */
function redirect(from: URL): Response {
  const location = new URL(from);
  location.hostname = loopback;
  return textResponse(307, 'Moved', {location: location.href});
}

/** The file for a path of the site; undefined for any path that must not be served. */
function filePathOf(root: string, pathname: string): string | undefined {
  const file = files[pathname];
  if (file) return join(root, file);
  const found = Object.entries(folders).find(([prefix]) => pathname.startsWith(prefix));
  if (!found) return undefined;
  const [prefix, folder] = found;
  const name = decoded(pathname.slice(prefix.length));
  if (name === undefined) return undefined;
  const inside = join(root, folder) + sep;
  const path = join(inside, name);
  return path.startsWith(inside) ? path : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // Malformed percent-encoding.
  }
}

/** Answers with the whole file or the requested range, which media players need for seeking. */
function fileResponse(request: Request, body: Buffer<ArrayBuffer>, headers: Record<string, string>): Response {
  const range = rangeOf(request.headers.get('range'), body.length);
  if (range === 'outside') return textResponse(416, 'Range Not Satisfiable', {'content-range': `bytes */${body.length}`});
  const part = range ? body.subarray(range.start, range.end + 1) : body;
  return new Response(request.method === 'HEAD' ? null : part, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'accept-ranges': 'bytes',
      'content-length': String(part.length),
      ...(range && {'content-range': `bytes ${range.start}-${range.end}/${body.length}`}),
    },
  });
}

function rangeOf(header: string | null, size: number): {start: number; end: number} | 'outside' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (!from && !to)) return undefined;
  const start = from ? Number(from) : Math.max(0, size - Number(to));
  const end = from && to ? Math.min(Number(to), size - 1) : size - 1;
  return start <= end && start < size ? {start, end} : 'outside';
}

function textResponse(status: number, words: string, headers: Record<string, string> = {}): Response {
  return new Response(`${words}\n`, {
    status,
    headers: {'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers},
  });
}
