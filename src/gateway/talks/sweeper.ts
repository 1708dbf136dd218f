import {giveBack} from '../files/quota.ts';
import {saidBy} from '../log.ts';
import type {Surroundings} from '../surroundings.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const defaultRetention = 30;

/**
 * Deletes expired conversations with their files, files that were never sent, and remains of interrupted deletions: at once, and every
 * hour.
 */
export class Sweeper {
  readonly #around: Surroundings;
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#begin(), hour).unref();
    this.#begin();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  #begin(): void {
    this.#sweeping = this.#sweeping.then(() => this.#sweep());
  }

  async #sweep(): Promise<void> {
    const {store, files, options, now, log} = this.#around;
    const {signal} = this.#stopped;
    const before = now() - (options.retention ?? defaultRetention) * day;
    try {
      for (let gone = await store.sweep(before); gone.length > 0 && !signal.aborted; gone = await store.sweep(before)) {
        // The next sweep finds what a shutdown leaves behind.
        for (const id of gone) if (!signal.aborted) await this.#removeFiles(id);
        log('info', 'conversations_swept', {number: gone.length});
      }
      const left = await files.sweep?.(async (id) => (await store.read(id)) !== undefined, signal);
      if (left) log('warn', 'files_swept', {number: left});
      const unsent = (await files.removeUnsent?.(now() - day)) ?? [];
      for (const file of unsent) await giveBack(this.#around, file);
      if (unsent.length > 0) log('info', 'unsent_files_swept', {number: unsent.length});
    } catch (error) {
      if (!signal.aborted) log('error', 'sweep_failed', {reason: saidBy(error)});
    }
  }

  /** A failure with one does not keep the others from being deleted. */
  async #removeFiles(conversation: string): Promise<void> {
    const {files, log} = this.#around;
    await files.remove(conversation).catch((error: unknown) => log('error', 'files_not_deleted', {conversation, reason: saidBy(error)}));
  }
}
