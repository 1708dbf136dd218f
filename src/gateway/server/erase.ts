import {openKept} from './open-kept.ts';
import type {Settings} from './read.ts';

/**
 * Deletes one conversation with its files, also while a gateway serves it.
 * @throws {Error} when there is none.
 */
export async function erase({config, folder}: Settings, conversation: string): Promise<void> {
  const {store, files} = await openKept(config, folder, () => {});
  try {
    const known = await store.read(conversation);
    await store.remove(conversation);
    // Also where there is none any more: its deletion may have been broken off here.
    await files.remove(conversation);
    if (!known) throw new Error(`There is no conversation ${conversation}`);
  } finally {
    await store.close();
  }
}
