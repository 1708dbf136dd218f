import type {StoredFile} from './files/files.ts';
import type {Surroundings} from './surroundings.ts';

/** The address of a file, good for an hour. */
export function linkTo({options, tokens}: Pick<Surroundings, 'options' | 'tokens'>, {id, name}: Pick<StoredFile, 'id' | 'name'>): string {
  return `${baseOf(options.publicUrl)}${id}/${encodeURIComponent(name)}?${tokens.signFile(id)}`;
}

/** What stands behind the base of an address of a file: its id, its name, and until when it is signed. */
const ofFile = /^([\w-]{1,100})\/([^/?#]+)\?e=\d{1,15}&s=[\w-]{43}$/;

/** Finds the file that an address names. */
export type FileFinder = (url: string) => Promise<StoredFile | undefined>;

/**
 * Finds files of one conversation by their addresses, to the letter as the gateway writes them, whether they are over or not. Each file
 * is looked up once, however many addresses name it.
 */
export function filesOf({options, files}: Pick<Surroundings, 'options' | 'files'>, conversation: string): FileFinder {
  const base = baseOf(options.publicUrl);
  const found = new Map<string, Promise<StoredFile | undefined>>();
  return async (url) => {
    const [, id, name] = (url.startsWith(base) && ofFile.exec(url.slice(base.length))) || [];
    if (id === undefined) return undefined;
    if (!found.has(id)) found.set(id, files.find(id));
    const file = await found.get(id);
    return file?.conversation === conversation && encodeURIComponent(file.name) === name ? file : undefined;
  };
}

/** Something as it was kept, with addresses of files that work again, wherever they stand in it. */
export async function renewedLinks<T extends object>(s: Surroundings, find: FileFinder, kept: T): Promise<T> {
  const base = baseOf(s.options.publicUrl);
  const text = JSON.stringify(kept);
  if (!text.includes(base)) return kept;
  const found = new Set<string>();
  JSON.parse(text, (_, value: unknown) => void (typeof value === 'string' && value.startsWith(base) && found.add(value)));
  const renewed = new Map<unknown, string>();
  for (const url of found) {
    const file = await find(url);
    if (file) renewed.set(url, linkTo(s, file));
  }
  return JSON.parse(text, (_, value: unknown) => renewed.get(value) ?? value) as T;
}

function baseOf(publicUrl: string): string {
  return new URL('/v1/attachments/', publicUrl).href;
}
