import {Problem} from '../problem.ts';
import {contentDisposition} from './file-name.ts';
import type {ByteRange, Files, StoredFile} from './files.ts';
import {isInlineType} from './type-of.ts';

/** Seconds a browser may cache a file. */
const maxAge = 3600;

/**
 * Answers a request for a file. Whatever its bytes are, they cannot run anything: the browser must not sniff the type, and a
 * document made of them is sandboxed and may load nothing.
 */
export async function sendFile(files: Files, file: StoredFile, request: Request): Promise<Response> {
  const headers = headersOf(file);
  if (request.headers.get('if-none-match') === headers.get('etag')) return new Response(null, {status: 304, headers});
  const range = rangeOf(request, file, headers.get('etag'));
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${file.size}`);
    headers.set('content-length', '0');
    return new Response(null, {status: 416, headers});
  }
  headers.set('content-length', String(range ? range.last - range.first + 1 : file.size));
  if (range) headers.set('content-range', `bytes ${range.first}-${range.last}/${file.size}`);
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, {status, headers});
  const bytes = await files.open(file.id, range);
  if (!bytes) throw new Problem('not_found');
  return new Response(bytes, {status, headers});
}

function headersOf({name, mimetype, sha256}: StoredFile): Headers {
  return new Headers({
    'content-type': mimetype.startsWith('text/') ? `${mimetype}; charset=utf-8` : mimetype,
    'content-disposition': contentDisposition(isInlineType(mimetype) ? 'inline' : 'attachment', name),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': `private, max-age=${maxAge}, immutable`,
    'accept-ranges': 'bytes',
    etag: `"${sha256}"`,
  });
}

/** The requested range; undefined for the whole file, also if several ranges are requested or the file has changed. */
function rangeOf(request: Request, {size}: StoredFile, etag: string | null): ByteRange | 'unsatisfiable' | undefined {
  const condition = request.headers.get('if-range');
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  if ((condition !== null && condition !== etag) || (first === '' && last === '')) return undefined;
  const end = size - 1;
  const range =
    first === '' ? {first: Math.max(0, size - Number(last)), last: end} : {first: Number(first), last: Math.min(Number(last || end), end)};
  // A range that ends before it starts is ignored.
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return range.first > range.last ? 'unsatisfiable' : range;
}
