import {beginning} from '../../protocol/limits.ts';

/** Characters of a name, without its ending. */
const longest = 120;

/** What is not seen, ends a line or turns the direction of reading, so that `gpj.exe` cannot pass for a picture. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** Looked for only where a run begins: from each place within a long one its end would be looked for anew. */
const edges = /^[. ]+|(?<![. ])[. ]+$/g;

/** A name as its sender gave it, fit to be shown and to be saved under: without any path, in one line, of bounded length. */
export function fileNameOf(sent: string | undefined): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.[a-z\d]{1,10})?$/is.exec(plain(sent ?? '')) ?? [];
  return beginning(stem, longest).trimEnd() + ending || 'file';
}

/** The header that names a download, for old clients and new. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encode(name)}`;
}

/** Spelled as RFC 8187 wants it. */
function encode(name: string): string {
  return encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.codePointAt(0)!.toString(16).toUpperCase()}`);
}

function plain(sent: string): string {
  // The three signs a browser cannot write in a form's header are sent in this way.
  const written = sent.replace(/%(0A|0D|22)/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  const last = written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1);
  return last
    .normalize('NFC')
    .replace(unseen, '')
    .replace(/\s+/g, ' ')
    .replace(/[<>:|?*]/g, '_')
    .replace(edges, '');
}
