import {budgetOf} from '../limits.ts';
import {add, metered, type Quota} from '../quotas.ts';
import type {Surroundings} from '../surroundings.ts';
import type {StoredFile} from './files.ts';

const day = 24 * 60 * 60 * 1000;
/** Bytes that even the smallest file counts: a disk has only so many files, empty ones included. */
const least = 65_536;

/** Whose file it is. */
export interface Sender {
  conversation: string;
  address: string | undefined;
}

type Around = Pick<Surroundings, 'store' | 'limits'>;

/**
 * Accepts a file if there is room for it: in its conversation, and in what its address may send in a day.
 * @throws {Problem} `rate_limited`, and as `keep` does.
 */
export async function withinQuotas(
  s: Around & Pick<Surroundings, 'now'>,
  {headers}: Request,
  sender: Sender,
  keep: () => Promise<StoredFile>,
): Promise<StoredFile> {
  const {fileBytes} = s.limits;
  const length = Number(headers.get('content-length'));
  const begun = s.now();
  return metered(s.store, quotasOf(s, sender), costOf(length > 0 ? Math.min(length, fileBytes) : fileBytes), async () => {
    const file = await keep();
    // A file that was there already has been counted already.
    return {value: file, used: file.createdAt < begun ? 0 : costOf(file.size)};
  });
}

/** Frees the room of deleted files, in their conversation. */
export async function giveBack(s: Around, {conversation, size}: StoredFile): Promise<void> {
  await add(s.store, quotasOf(s, {conversation, address: undefined}), -costOf(size));
}

function costOf(bytes: number): number {
  return Math.max(bytes, least);
}

function quotasOf({limits}: Around, {conversation, address}: Sender): Quota[] {
  const {conversationFileBytes: inAll, addressFileBytes: aDay} = limits;
  const who = budgetOf(address);
  return [
    {budget: `files:${conversation}`, most: inAll, within: 30 * day, detail: `The files of a conversation may have ${inAll} bytes in all`},
    ...(who ? [{budget: `files:${who}`, most: aDay, within: day, detail: `Files from one address may have ${aDay} bytes a day`}] : []),
  ];
}
