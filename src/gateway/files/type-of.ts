import {fileTypeFromBuffer} from 'file-type';
import {mimetypeOf, unknownType} from '../../protocol/mimetype.ts';

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** What is taken, and how names of it end. Nothing that a browser or a computer runs: no SVG, HTML, script or program. */
const endings: Readonly<Record<string, string>> = {
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
export const acceptedTypes: readonly string[] = Object.keys(endings);

/** Other names of what is taken. */
const synonyms: Readonly<Record<string, string>> = {
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
  'audio/x-m4a': 'audio/mp4',
};

/** Outer forms that hold many kinds; only the name says which. */
const containers: Readonly<Record<string, readonly string[]>> = {
  'application/zip': acceptedTypes.filter((type) => type.startsWith(office) || type.startsWith(openDocument)),
  'application/x-cfb': ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'],
  'text/plain': ['application/json', 'text/csv', 'text/markdown'],
};

/** Forms whose beginning is text for certain; whatever else begins as text is nothing more, even where some marker of a picture is spelled in it. */
const textual = ['application/pdf', 'application/rtf', 'application/xml', 'application/postscript', 'text/calendar', 'text/vcard'];

/** Marks of encodings whose characters hold bytes that no other text has. */
const wide = {'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff]};

/**
 * What a file is, by its content; its name only tells kinds of the same form apart, such as CSV from other text.
 * `application/octet-stream` for bytes of unknown form, undefined for what is not taken.
 * @param head The file's first bytes.
 */
export async function typeOf(head: Uint8Array, name: string): Promise<string | undefined> {
  const words = textOf(head);
  // What begins as markup is some browser's page or picture with scripts, whatever its name.
  if (words !== undefined && /^\s*<[!?/a-z]/i.test(words)) return undefined;
  const type = await markedType(head, words);
  const inner = containers[type]?.find((kind) => kind === suggestedBy(name)) ?? type;
  return inner === unknownType || Object.hasOwn(endings, inner) ? inner : undefined;
}

/** A name that ends as its type does, so that no computer takes the file for something else. */
export function endingAs(name: string, type: string): string {
  const ending = endings[type];
  if (ending === undefined) return /\.(bin|dat)$/i.test(name) ? name : `${name}.bin`;
  return suggestedBy(name) === type ? name : `${name}.${ending}`;
}

/** Whether browsers may show it in place of saving it: pictures made of dots, sounds and films. */
export function isShown(type: string): boolean {
  return /^(image|audio|video)\//.test(type) && Object.hasOwn(endings, type);
}

/** The type a name's ending suggests; a name may hold signs that mean something in an address. */
function suggestedBy(name: string): string {
  return mimetypeOf(encodeURIComponent(name));
}

async function markedType(head: Uint8Array, words: string | undefined): Promise<string> {
  const [marked = unknownType] = (await fileTypeFromBuffer(head))?.mime.split(';', 1) ?? [];
  const type = synonyms[marked] ?? marked;
  if (words === undefined || textual.includes(type)) return type;
  // The bytes of a short picture may be words of some old encoding too: there the mark counts.
  return type === unknownType || !words.includes('\uFFFD') ? 'text/plain' : type;
}

/** The words of what is text: with a mark of its encoding, or without any byte that no text has. */
function textOf(head: Uint8Array): string | undefined {
  const [encoding] = Object.entries(wide).find(([, mark]) => mark.every((byte, index) => head[index] === byte)) ?? ['utf-8'];
  if (encoding === 'utf-8' && head.some(isNoText)) return undefined;
  // As a stream: the last character may be cut.
  return new TextDecoder(encoding).decode(head, {stream: true});
}

function isNoText(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
}
