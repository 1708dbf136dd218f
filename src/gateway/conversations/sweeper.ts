import {refund} from '../files/quota.ts';
import {reasonOf} from '../log.ts';
import type {Services} from '../services.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const defaultRetention = 30;

/**
 * Deletes expired conversations with their files, files that were never sent, and remains of interrupted deletions: at once, and every
 * hour.
 */
export class Sweeper {
  readonly #services: Services;
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(services: Services) {
    this.#services = services;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#schedule(), hour).unref();
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  #schedule(): void {
    this.#sweeping = this.#sweeping.then(() => this.#sweep());
  }

  async #sweep(): Promise<void> {
    const {store, files, options, now, log} = this.#services;
    const {signal} = this.#stopped;
    const before = now() - (options.retention ?? defaultRetention) * day;
    try {
      for (let removed = await store.sweep(before); removed.length > 0 && !signal.aborted; removed = await store.sweep(before)) {
        // The next sweep finds what a shutdown leaves behind.
        for (const id of removed) if (!signal.aborted) await this.#removeFiles(id);
        log('info', 'conversations_swept', {number: removed.length});
      }
      const orphans = await files.sweep?.(async (id) => (await store.read(id)) !== undefined, signal);
      if (orphans) log('warn', 'files_swept', {number: orphans});
      const unsent = (await files.removeUnsent?.(now() - day)) ?? [];
      for (const file of unsent) await refund(this.#services, file);
      if (unsent.length > 0) log('info', 'unsent_files_swept', {number: unsent.length});
    } catch (error) {
      if (!signal.aborted) log('error', 'sweep_failed', {reason: reasonOf(error)});
    }
  }

  /** A failure with one does not keep the others from being deleted. */
  async #removeFiles(conversation: string): Promise<void> {
    const {files, log} = this.#services;
    await files.remove(conversation).catch((error: unknown) => log('error', 'files_not_deleted', {conversation, reason: reasonOf(error)}));
  }
}
