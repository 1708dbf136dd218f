import {readFile} from 'node:fs/promises';
import {extname, join} from 'node:path';

/** Files that may be served: anything else is not found. */
const files: Readonly<Record<string, string>> = {
  '/': 'demo/desk/page/index.html',
  '/desk.css': 'demo/desk/page/desk.css',
  '/tokens.css': 'demo/desk/page/tokens.css',
  '/desk.js': 'demo/desk/page/desk.js',
  '/keyed.js': 'demo/desk/page/keyed.js',
  '/list.js': 'demo/desk/page/list.js',
  '/talk.js': 'demo/desk/page/talk.js',
  '/mark.svg': 'demo/pictures/mark.svg',
  '/mira.svg': 'demo/pictures/mira.svg',
  '/tomas.svg': 'demo/pictures/tomas.svg',
};

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Serves the desk's page, read again for each request. `pictures` are further origins of pictures, for those that visitors send. */
export function pageOf(root: string, pictures: readonly string[]): (path: string, method: string) => Promise<Response> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' ${pictures.map((url) => new URL(url).origin).join(' ')}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return async (path, method) => {
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    const contents = file && (await readFile(join(root, file)).catch(() => undefined));
    if (!file || !contents) return new Response('Not Found\n', {status: 404, headers: {'content-type': 'text/plain; charset=utf-8'}});
    return new Response(method === 'HEAD' ? null : contents, {
      headers: {
        'content-type': types[extname(file)]!,
        'content-length': String(contents.length),
        'content-security-policy': policy,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    });
  };
}
