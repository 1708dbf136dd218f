import type {StoredFile} from './files/files.ts';
import type {Surroundings} from './surroundings.ts';

/** The URL of a file, valid for an hour. */
export function linkTo({options, tokens}: Pick<Surroundings, 'options' | 'tokens'>, {id, name}: Pick<StoredFile, 'id' | 'name'>): string {
  return `${baseOf(options.publicUrl)}${id}/${encodeURIComponent(name)}?${tokens.signFile(id)}`;
}

/** The part of a file's URL after the base: its id, its name and its signed expiry. */
const ofFile = /([\w-]{1,100})\/([\w.!~*'()%-]+)\?e=\d{1,15}&s=[\w-]{43}/.source;

/**
 * Finds files of one conversation by their URLs, exactly as the gateway writes them, expired or not. Each file
 * is looked up once, however many URLs refer to it.
 */
export function filesOf(
  {options, files}: Pick<Surroundings, 'options' | 'files'>,
  conversation: string,
): (url: string) => Promise<StoredFile | undefined> {
  const address = new RegExp(`^${baseIn(options)}${ofFile}$`);
  const found = new Map<string, Promise<StoredFile | undefined>>();
  return async (url) => {
    const [, id, name] = address.exec(url) ?? [];
    if (id === undefined) return undefined;
    if (!found.has(id)) found.set(id, files.find(id));
    const file = await found.get(id);
    return file?.conversation === conversation && encodeURIComponent(file.name) === name ? file : undefined;
  };
}

/** Renews the URLs of a conversation's files, wherever a string of the value is such a URL. */
export function renewing(
  s: Pick<Surroundings, 'options' | 'files' | 'tokens'>,
  conversation: string,
): <T extends object>(kept: T) => Promise<T> {
  const find = filesOf(s, conversation);
  const renewed = new Map<string, string>();
  // Whole strings, but not keys, found in the JSON: walking the value costs several times as much.
  const whole = new RegExp(`"(${baseIn(s.options)}${ofFile})"(?!:)`, 'g');
  return async (kept) => {
    const text = JSON.stringify(kept);
    const urls = new Set(Array.from(text.matchAll(whole), ([, url = '']) => url));
    if (urls.size === 0) return kept;
    for (const url of urls) {
      const file = renewed.has(url) ? undefined : await find(url);
      if (file) renewed.set(url, linkTo(s, file));
    }
    return JSON.parse(text.replace(whole, (_, url: string) => `"${renewed.get(url) ?? url}"`)) as typeof kept;
  };
}

/** The base as part of a regular expression. */
function baseIn({publicUrl}: Pick<Surroundings['options'], 'publicUrl'>): string {
  return baseOf(publicUrl).replace(/[.[\]]/g, String.raw`\$&`);
}

function baseOf(publicUrl: string): string {
  return new URL('/v1/attachments/', publicUrl).href;
}
