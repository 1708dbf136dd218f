import {fileTypeFromBuffer} from 'file-type';
import {mimetypeOf, unknownMimetype} from '../../protocol/mimetype.ts';

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** Accepted types and their file name extensions. Nothing that a browser or a computer executes: no SVG, HTML, script or program. */
const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/heic': 'heic',
  'image/tiff': 'tif',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/ogg': 'ogv',
  'video/quicktime': 'mov',
  'application/pdf': 'pdf',
  'application/rtf': 'rtf',
  'application/zip': 'zip',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  [`${office}.wordprocessingml.document`]: 'docx',
  [`${office}.spreadsheetml.sheet`]: 'xlsx',
  [`${office}.presentationml.presentation`]: 'pptx',
  [`${openDocument}.text`]: 'odt',
  [`${openDocument}.spreadsheet`]: 'ods',
  [`${openDocument}.presentation`]: 'odp',
  'application/json': 'json',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'text/markdown': 'md',
  'text/calendar': 'ics',
  'text/vcard': 'vcf',
};

/** MIME types of files a visitor may send. */
export const acceptedTypes: readonly string[] = Object.keys(extensions);

/** Other names of accepted types. */
const aliases: Readonly<Record<string, string>> = {
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
  'audio/x-m4a': 'audio/mp4',
};

/** Containers of many types; only the name tells which. */
const containers: Readonly<Record<string, readonly string[]>> = {
  'application/zip': acceptedTypes.filter((type) => type.startsWith(office) || type.startsWith(openDocument)),
  'application/x-cfb': ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'],
  'text/plain': ['application/json', 'text/csv', 'text/markdown'],
};

/** Types whose head is certainly text; any other file that begins as text is only text, even if it contains the marker of an image. */
const textual = ['application/pdf', 'application/rtf', 'application/xml', 'application/postscript', 'text/calendar', 'text/vcard'];

/** Byte order marks of encodings in which text contains bytes that are otherwise a sign of binary data. */
const byteOrderMarks = {'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff]};

/**
 * The type of a file, by its content; the name only distinguishes types with the same format, such as CSV from other text.
 * `application/octet-stream` for an unknown format, undefined for what is not accepted.
 * @param head The file's first bytes.
 */
export async function typeOf(head: Uint8Array, name: string): Promise<string | undefined> {
  const text = textOf(head);
  // What begins as markup is a page, or an image with scripts, to some browser, whatever its name.
  if (text !== undefined && /^\s*<[!?/a-z]/i.test(text)) return undefined;
  const type = await detectType(head, text);
  const inner = containers[type]?.find((kind) => kind === typeByName(name)) ?? type;
  return inner === unknownMimetype || Object.hasOwn(extensions, inner) ? inner : undefined;
}

/** A file name whose extension matches the type, so that no computer mistakes the file for something else. */
export function withExtension(name: string, type: string): string {
  const extension = extensions[type];
  if (extension === undefined) return /\.(bin|dat)$/i.test(name) ? name : `${name}.bin`;
  return typeByName(name) === type ? name : `${name}.${extension}`;
}

/** Whether browsers may show it instead of saving it: raster images, audio and video. */
export function isInlineType(type: string): boolean {
  return /^(image|audio|video)\//.test(type) && Object.hasOwn(extensions, type);
}

/** The type suggested by a name's extension; a name may contain characters with a meaning in URLs. */
function typeByName(name: string): string {
  return mimetypeOf(encodeURIComponent(name));
}

async function detectType(head: Uint8Array, text: string | undefined): Promise<string> {
  const [detected = unknownMimetype] = (await fileTypeFromBuffer(head))?.mime.split(';', 1) ?? [];
  const type = aliases[detected] ?? detected;
  if (text === undefined || textual.includes(type)) return type;
  // The bytes of a short image may also be text in some old encoding: then the marker counts.
  return type === unknownMimetype || !text.includes('\uFFFD') ? 'text/plain' : type;
}

/** The text of a text file: with a byte order mark, or without any byte that text does not contain. */
function textOf(head: Uint8Array): string | undefined {
  const [encoding] = Object.entries(byteOrderMarks).find(([, mark]) => mark.every((byte, index) => head[index] === byte)) ?? ['utf-8'];
  if (encoding === 'utf-8' && head.some(isBinary)) return undefined;
  // Decoded as a stream: the last character may be cut.
  return new TextDecoder(encoding).decode(head, {stream: true});
}

function isBinary(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
}
