import {createHash, randomBytes} from 'node:crypto';

/**
 * An id nobody can guess.
 * @param key The sender's idempotency key: the same key gives the same id within a conversation.
 */
export function fileIdOf(conversation: string, key?: string): string {
  const id = key === undefined ? randomBytes(24) : createHash('sha256').update(`${conversation}\n${key}`).digest().subarray(0, 24);
  return `att_${id.toString('base64url')}`;
}
