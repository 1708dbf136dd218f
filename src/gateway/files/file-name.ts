import {truncate} from '../../protocol/limits.ts';

/** Characters of a name, without its extension. */
const longest = 120;

/** What is invisible, ends a line or changes the reading direction, so that `gpj.exe` cannot pass for a picture. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** Matched only where a run begins: otherwise the end of a long run would be searched for from each position within it. */
const edges = /^[. ]+|(?<![. ])[. ]+$/g;

/** A sender's file name, made fit to be shown and saved: without a path, in one line, of bounded length. */
export function fileNameOf(sent: string | undefined): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.[a-z\d]{1,10})?$/is.exec(plain(sent ?? '')) ?? [];
  return truncate(stem, longest).trimEnd() + ending || 'file';
}

/** The header that names a download, for old and new clients. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encode(name)}`;
}

/** Encoded as RFC 8187 requires. */
function encode(name: string): string {
  return encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.codePointAt(0)!.toString(16).toUpperCase()}`);
}

function plain(sent: string): string {
  // Browsers send the three characters they cannot write in a form's header in this way.
  const written = sent.replace(/%(0A|0D|22)/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  const last = written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1);
  return last
    .normalize('NFC')
    .replace(unseen, '')
    .replace(/\s+/g, ' ')
    .replace(/[<>:|?*]/g, '_')
    .replace(edges, '');
}
