import {truncate} from '../../protocol/limits.ts';

/** Characters of a name, without its extension. */
const maxLength = 120;

/** What is invisible, ends a line or changes the reading direction, so that `gpj.exe` cannot pass for a picture. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** Matched only where a run begins: otherwise the end of a long run would be searched for from each position within it. */
const edges = /^[. ]+|(?<![. ])[. ]+$/g;

/** A sender's file name, made fit to be shown and saved: without a path, in one line, of bounded length. */
export function fileNameOf(sent: string | undefined): string {
  const [, stem = '', extension = ''] = /^(.*?)(\.[a-z\d]{1,10})?$/is.exec(normaliseName(sent ?? '')) ?? [];
  return truncate(stem, maxLength).trimEnd() + extension || 'file';
}

/** The header that names a download, for old and new clients. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encode(name)}`;
}

/** Encoded as RFC 8187 requires. */
function encode(name: string): string {
  return encodeURIComponent(name).replace(/['()*!]/g, (character) => `%${character.codePointAt(0)!.toString(16).toUpperCase()}`);
}

function normaliseName(sent: string): string {
  // Browsers send the three characters they cannot write in a form's header in this way.
  const decoded = sent.replace(/%(0A|0D|22)/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  const baseName = decoded.slice(Math.max(decoded.lastIndexOf('/'), decoded.lastIndexOf('\\')) + 1);
  return baseName
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/\s+/g, ' ')
    .replace(/[<>:|?*]/g, '_')
    .replace(edges, '');
}
