/** Subtypes of MIME types, each behind it the file name extensions that mean it where they are not its own name. */
const subtypes: Readonly<Record<string, string>> = {
  image: 'jpeg:jpg:jpeg:jpe:jfif png gif webp avif bmp svg+xml:svg tiff:tif:tiff heic',
  audio: 'mpeg:mp3 mp4:m4a aac ogg:oga:ogg:opus wav flac webm:weba',
  video: 'mp4:mp4:m4v webm ogg:ogv quicktime:mov',
  application:
    'pdf zip gzip:gz json rtf xml msword:doc vnd.ms-excel:xls vnd.ms-powerpoint:ppt ' +
    'vnd.openxmlformats-officedocument.wordprocessingml.document:docx vnd.openxmlformats-officedocument.spreadsheetml.sheet:xlsx ' +
    'vnd.openxmlformats-officedocument.presentationml.presentation:pptx ' +
    'vnd.oasis.opendocument.text:odt vnd.oasis.opendocument.spreadsheet:ods vnd.oasis.opendocument.presentation:odp',
  text: 'plain:txt:log csv html:html:htm markdown:md calendar:ics vcard:vcf',
};

const mimetypesByExtension = new Map(
  Object.entries(subtypes).flatMap(([type, some]) =>
    some.split(' ').flatMap((one) => {
      const [subtype = '', ...names] = one.split(':');
      return (names.length ? names : [subtype]).map((name) => [name, `${type}/${subtype}`] as const);
    }),
  ),
);

/** What a file of unknown kind is called. */
export const unknownMimetype = 'application/octet-stream';

/** The MIME type a file's address or name suggests; `application/octet-stream` when it suggests none. */
export function mimetypeOf(...addresses: readonly (string | undefined)[]): string {
  for (const address of addresses) {
    const type = mimetypesByExtension.get(extensionOf(fileName(address ?? '')));
    if (type) return type;
  }
  return unknownMimetype;
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
