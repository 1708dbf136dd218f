/** File name extensions by what they hold. */
const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg jpeg jpe jfif',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif tiff',
  'image/heic': 'heic',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/ogg': 'oga ogg opus',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'audio/webm': 'weba',
  'video/mp4': 'mp4 m4v',
  'video/webm': 'webm',
  'video/ogg': 'ogv',
  'video/quicktime': 'mov',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'application/json': 'json',
  'application/rtf': 'rtf',
  'application/xml': 'xml',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'text/plain': 'txt log',
  'text/csv': 'csv',
  'text/html': 'html htm',
  'text/markdown': 'md',
  'text/calendar': 'ics',
  'text/vcard': 'vcf',
};

const types = new Map(Object.entries(extensions).flatMap(([type, names]) => names.split(' ').map((name) => [name, type] as const)));

/** What a file of unknown kind is called. */
export const unknownType = 'application/octet-stream';

/** The MIME type a file's address or name suggests; `application/octet-stream` when it suggests none. */
export function mimetypeOf(...addresses: readonly (string | undefined)[]): string {
  for (const address of addresses) {
    const type = types.get(extensionOf(fileName(address ?? '')));
    if (type) return type;
  }
  return unknownType;
}

/**
 * The last part of an address's path, decoded; empty when there is none, as in a `data:` URL.
 * @example fileName('https://example.com/a/My%20cat.gif?size=2') // 'My cat.gif'
 */
export function fileName(address: string): string {
  if (/^(data|blob):/i.test(address)) return '';
  const [path = ''] = address.replace(/^[a-z][\w+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    // A stray percent sign: the name as it is written will do.
    return name;
  }
}

function extensionOf(name: string): string {
  return /\.([a-z\d]+)\s*$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}
