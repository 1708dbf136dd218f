import {addressBudgetOf} from '../limits.ts';
import {charge, meter, type Quota} from '../quotas.ts';
import type {Services} from '../services.ts';
import type {StoredFile} from './files.ts';

const day = 24 * 60 * 60 * 1000;
/** Bytes that even the smallest file counts: a disk has only so many files, empty ones included. */
const minCost = 65_536;

/** Whose file it is. */
export interface Sender {
  conversation: string;
  address: string | undefined;
}

type QuotaServices = Pick<Services, 'store' | 'limits'>;

/**
 * Accepts a file if there is room for it: in its conversation, and in what its address may send in a day.
 * @throws {Problem} `rate_limited`, and as `storeUpload` does.
 */
export async function withinQuotas(
  services: QuotaServices & Pick<Services, 'now'>,
  {headers}: Request,
  sender: Sender,
  store: () => Promise<StoredFile>,
): Promise<StoredFile> {
  const {fileBytes} = services.limits;
  const length = Number(headers.get('content-length'));
  const startedAt = services.now();
  return meter(services.store, quotasOf(services, sender), costOf(length > 0 ? Math.min(length, fileBytes) : fileBytes), async () => {
    const file = await store();
    // A file that was there already has been counted already.
    return {value: file, used: file.createdAt < startedAt ? 0 : costOf(file.size)};
  });
}

/** Frees the room of deleted files, in their conversation. */
export async function refund(services: QuotaServices, {conversation, size}: StoredFile): Promise<void> {
  await charge(services.store, quotasOf(services, {conversation, address: undefined}), -costOf(size));
}

function costOf(bytes: number): number {
  return Math.max(bytes, minCost);
}

function quotasOf({limits}: QuotaServices, {conversation, address}: Sender): Quota[] {
  const {conversationFileBytes: inAll, addressFileBytes: aDay} = limits;
  const addressBudget = addressBudgetOf(address);
  return [
    {budget: `files:${conversation}`, most: inAll, within: 30 * day, detail: `The files of a conversation may have ${inAll} bytes in all`},
    ...(addressBudget
      ? [{budget: `files:${addressBudget}`, most: aDay, within: day, detail: `Files from one address may have ${aDay} bytes a day`}]
      : []),
  ];
}
