import {budgetOf} from '../limits.ts';
import {Problem} from '../problem.ts';
import type {Surroundings} from '../surroundings.ts';
import type {StoredFile} from './files.ts';

const day = 24 * 60 * 60 * 1000;
/** Bytes a file counts at least: a disk has only so many places, also for what is empty. */
const least = 65_536;

/** How much files may use up within so many milliseconds. */
interface Quota {
  budget: string;
  most: number;
  within: number;
  detail: string;
}

/** Whose file it is. */
export interface Sender {
  conversation: string;
  address: string | undefined;
}

type Around = Pick<Surroundings, 'store' | 'limits'>;

/**
 * Lets a file in where there is room for it: in all of its conversation, and in what its address may send in a day. Room is taken before
 * it comes, for as much as the request says, and what was not needed is given back.
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
  const reserved = costOf(length > 0 ? Math.min(length, fileBytes) : fileBytes);
  const quotas = quotasOf(s, sender);
  await reserve(s, quotas, reserved);
  const begun = s.now();
  let used = 0;
  try {
    const file = await keep();
    // One that was there already is counted already.
    used = file.createdAt < begun ? 0 : costOf(file.size);
    return file;
  } finally {
    await add(s, quotas, used - reserved);
  }
}

/** Makes room again, in its conversation, for what is there no more. */
export async function giveBack(s: Around, {conversation, size}: StoredFile): Promise<void> {
  await add(s, quotasOf(s, {conversation, address: undefined}), -costOf(size));
}

function costOf(bytes: number): number {
  return Math.max(bytes, least);
}

async function reserve(s: Around, quotas: readonly Quota[], bytes: number): Promise<void> {
  for (const [index, {budget, detail, ...limit}] of quotas.entries()) {
    const wait = await s.store.charge(budget, bytes, limit);
    if (wait === 0) continue;
    await add(s, quotas.slice(0, index), -bytes);
    throw new Problem('rate_limited', {detail, retryAfter: Math.ceil(wait / 1000)});
  }
}

async function add({store}: Around, quotas: readonly Quota[], bytes: number): Promise<void> {
  for (const {budget, within} of quotas) await store.charge(budget, bytes, {most: Infinity, within});
}

function quotasOf({limits}: Around, {conversation, address}: Sender): Quota[] {
  const {conversationFileBytes: inAll, addressFileBytes: aDay} = limits;
  const who = budgetOf(address);
  return [
    {budget: `files:${conversation}`, most: inAll, within: 30 * day, detail: `The files of a conversation may have ${inAll} bytes in all`},
    ...(who ? [{budget: `files:${who}`, most: aDay, within: day, detail: `Files from one address may have ${aDay} bytes a day`}] : []),
  ];
}
