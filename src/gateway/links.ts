import type {StoredFile} from './files/files.ts';
import type {Surroundings} from './surroundings.ts';

/** The address of a file, good for an hour. */
export function linkTo({options, tokens}: Pick<Surroundings, 'options' | 'tokens'>, {id, name}: Pick<StoredFile, 'id' | 'name'>): string {
  return `${baseOf(options.publicUrl)}${id}/${encodeURIComponent(name)}?${tokens.signFile(id)}`;
}

/** The file of this conversation that an address of the gateway's names, whether the address is over or not. */
export async function fileAt(
  {options, files}: Pick<Surroundings, 'options' | 'files'>,
  conversation: string,
  url: string,
): Promise<StoredFile | undefined> {
  const base = baseOf(options.publicUrl);
  const id = url.startsWith(base) ? /^[\w-]{1,100}(?=\/)/.exec(url.slice(base.length))?.[0] : undefined;
  const file = id === undefined ? undefined : await files.find(id);
  return file?.conversation === conversation ? file : undefined;
}

/** Something as it was kept, with addresses of its conversation's files that work again, wherever they stand in it; of nobody else's files. */
export async function renewedLinks<T extends object>(s: Surroundings, conversation: string, kept: T): Promise<T> {
  const base = baseOf(s.options.publicUrl);
  const text = JSON.stringify(kept);
  if (!text.includes(base)) return kept;
  const found = new Set<string>();
  JSON.parse(text, (_, value: unknown) => void (typeof value === 'string' && value.startsWith(base) && found.add(value)));
  const renewed = new Map<unknown, string>();
  for (const url of found) {
    const file = await fileAt(s, conversation, url);
    if (file) renewed.set(url, linkTo(s, file));
  }
  return JSON.parse(text, (_, value: unknown) => renewed.get(value) ?? value) as T;
}

function baseOf(publicUrl: string): string {
  return new URL('/v1/attachments/', publicUrl).href;
}
