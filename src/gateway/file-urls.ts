import type {StoredFile} from './files/files.ts';
import type {Services} from './services.ts';

/** The URL of a file, valid for an hour. */
export function fileUrlOf({options, tokens}: Pick<Services, 'options' | 'tokens'>, {id, name}: Pick<StoredFile, 'id' | 'name'>): string {
  return `${baseUrlOf(options.publicUrl)}${id}/${encodeURIComponent(name)}?${tokens.signFile(id)}`;
}

/** The part of a file's URL after the base: its id, its name and its signed expiry. */
const filePattern = /([\w-]{1,100})\/([\w.!~*'()%-]+)\?e=\d{1,15}&s=[\w-]{43}/.source;

/**
 * Finds files of one conversation by their URLs, exactly as the gateway writes them, expired or not. Each file
 * is looked up once, however many URLs refer to it.
 */
export function createFileFinder(
  {options, files}: Pick<Services, 'options' | 'files'>,
  conversation: string,
): (url: string) => Promise<StoredFile | undefined> {
  const pattern = new RegExp(`^${basePatternOf(options)}${filePattern}$`);
  const cache = new Map<string, Promise<StoredFile | undefined>>();
  return async (url) => {
    const [, id, name] = pattern.exec(url) ?? [];
    if (id === undefined) return undefined;
    if (!cache.has(id)) cache.set(id, files.find(id));
    const file = await cache.get(id);
    return file?.conversation === conversation && encodeURIComponent(file.name) === name ? file : undefined;
  };
}

/** Renews the URLs of a conversation's files, wherever a string of the value is such a URL. */
export function createUrlRenewer(
  services: Pick<Services, 'options' | 'files' | 'tokens'>,
  conversation: string,
): <T extends object>(value: T) => Promise<T> {
  const find = createFileFinder(services, conversation);
  const renewed = new Map<string, string>();
  // Whole strings, but not keys, found in the JSON: walking the value costs several times as much.
  const pattern = new RegExp(`"(${basePatternOf(services.options)}${filePattern})"(?!:)`, 'g');
  return async (kept) => {
    const text = JSON.stringify(kept);
    const urls = new Set(Array.from(text.matchAll(pattern), ([, url = '']) => url));
    if (urls.size === 0) return kept;
    for (const url of urls) {
      const file = renewed.has(url) ? undefined : await find(url);
      if (file) renewed.set(url, fileUrlOf(services, file));
    }
    return JSON.parse(text.replace(pattern, (_, url: string) => `"${renewed.get(url) ?? url}"`)) as typeof kept;
  };
}

/** The base as part of a regular expression. */
function basePatternOf({publicUrl}: Pick<Services['options'], 'publicUrl'>): string {
  return baseUrlOf(publicUrl).replace(/[.[\]]/g, String.raw`\$&`);
}

function baseUrlOf(publicUrl: string): string {
  return new URL('/v1/attachments/', publicUrl).href;
}
