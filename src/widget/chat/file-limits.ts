import {mimetypeOf, unknownMimetype} from '../../protocol/mimetype.ts';
import type {UploadLimits} from '../../protocol/transport.ts';

/** The reason to refuse a file before it is sent, judging by size and type alone; only the server can check its content. */
export function refusalOf(
  {name, size, type}: File,
  {maxFileBytes = Infinity, mimetypes}: UploadLimits,
): 'too-big' | 'bad-type' | undefined {
  if (size > maxFileBytes) return 'too-big';
  const mimetype = (type || mimetypeOf(name)).replace(/;.*/, '').trim().toLowerCase();
  if (mimetype === unknownMimetype || !mimetypes?.length) return undefined;
  return mimetypes.some((accepted) => matches(mimetype, accepted.toLowerCase())) ? undefined : 'bad-type';
}

function matches(mimetype: string, accepted: string): boolean {
  return accepted === '*/*' || accepted === mimetype || (accepted.endsWith('/*') && mimetype.startsWith(accepted.slice(0, -1)));
}
