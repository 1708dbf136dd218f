import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {extname, join, normalize} from 'node:path';
import {promisify} from 'node:util';
import {brotliCompress, constants} from 'node:zlib';
import {serve} from '../shared/site.mjs';
import {pageOf} from './products.mjs';

const types = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};
const markup = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="/pictures/icon.svg"><style>
.box { inline-size: 400px; block-size: 560px; overflow: auto; } .line { margin: 4px; padding: 8px 12px; border-radius: 16px; background: #eee; }
</style><div id="n8n-chat"></div><script type="module" src="/page.js"></script></html>`;

/** Serves a site for a product, and measures the size of its files. */
export async function houseFor(product) {
  const pages = await pageOf(product);
  const sizes = new Map();
  // Not awaited: the best compression takes seconds, and would delay the response.
  const weigh = (path, body) => void (sizes.has(path) || sizes.set(path, brotli(body)));
  const site = await serve({
    '/': {type: 'text/html', body: markup},
    '/empty': {type: 'text/html', body: markup.replace(/<script.*/, '')},
    '/webhook': {type: 'application/json', body: '{"data": []}'},
    '*': async (path) => {
      const page = pages.get(path);
      const found = page === undefined ? await shipped(product, path) : {type: types['.js'], body: page};
      // The script that drives a product does not count, unless the product had to be bundled into it.
      if (found && /javascript|css/.test(found.type) && (product.isBundled || page === undefined)) weigh(path, found.body);
      return found;
    },
  });
  const socket = product.speaks === 'socket' ? openSocket(site.server) : undefined;
  return {
    ...site,
    /** Size of scripts and styles among these paths in kB after brotli. */
    weight: async (paths) => (await Promise.all(paths.map((path) => sizes.get(path) ?? 0))).reduce((sum, size) => sum + size, 0) / 1000,
    say: socket,
  };
}

/** The server side of rasa-webchat's protocol: confirms sessions, and sends the given texts. */
function openSocket(server) {
  const {Server} = createRequire(import.meta.url)('socket.io');
  const io = new Server(server);
  io.on('connection', (one) => one.on('session_request', ({session_id: id}) => one.emit('session_confirm', id ?? one.id)));
  return (texts) => texts.forEach((text) => io.emit('bot_uttered', {text}));
}

async function shipped({folder}, path) {
  const beginning = '/product/';
  if (!folder || !path.startsWith(beginning)) return undefined;
  const full = normalize(join(folder, path.slice(beginning.length)));
  if (!full.startsWith(folder)) return undefined;
  try {
    return {type: types[extname(full)] ?? 'application/octet-stream', body: await readFile(full)};
  } catch {
    return undefined; // Answered with 404.
  }
}

async function brotli(body) {
  const {length} = await promisify(brotliCompress)(body, {params: {[constants.BROTLI_PARAM_QUALITY]: 11}});
  return length;
}
