import {openStorage} from './open-storage.ts';
import type {Settings} from './read-settings.ts';

/**
 * Deletes one conversation with its files, even while a gateway serves it.
 * @throws {Error} if it does not exist.
 */
export async function erase({config, folder}: Settings, conversation: string): Promise<void> {
  const {store, files} = await openStorage(config, folder, () => {});
  try {
    const known = await store.read(conversation);
    await store.remove(conversation);
    // Even if it no longer exists: an earlier deletion may have been interrupted here.
    await files.remove(conversation);
    if (!known) throw new Error(`There is no conversation ${conversation}`);
  } finally {
    await store.close();
  }
}
