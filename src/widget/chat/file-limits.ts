import {mimetypeOf, unknownMimetype} from '../../protocol/mimetype.ts';
import type {UploadLimits} from '../../protocol/transport.ts';

/** The reason to refuse a file before it is sent, judging by size and type alone; only the server can check its content. */
export function refusalOf(
  {name, size, type}: File,
  {maxFileBytes = Infinity, mimetypes}: UploadLimits,
): 'too-big' | 'bad-type' | undefined {
  if (size > maxFileBytes) return 'too-big';
  const kind = (type || mimetypeOf(name)).replace(/;.*/, '').trim().toLowerCase();
  if (kind === unknownMimetype || !mimetypes?.length) return undefined;
  return mimetypes.some((taken) => matches(kind, taken.toLowerCase())) ? undefined : 'bad-type';
}

function matches(kind: string, taken: string): boolean {
  return taken === '*/*' || taken === kind || (taken.endsWith('/*') && kind.startsWith(taken.slice(0, -1)));
}
