import {saidBy} from '../log.ts';
import type {Surroundings} from '../surroundings.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const defaultRetention = 30;

/** Deletes what is too old, with its files: at once, and every hour. */
export class Sweeper {
  readonly #around: Surroundings;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#begin(), hour).unref();
    this.#begin();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  #begin(): void {
    this.#sweeping = this.#sweeping.then(() => this.#sweep());
  }

  async #sweep(): Promise<void> {
    const {store, options, now, log} = this.#around;
    const before = now() - (options.retention ?? defaultRetention) * day;
    try {
      for (let gone = await store.sweep(before); gone.length > 0 && !this.#stopped; gone = await store.sweep(before)) {
        for (const id of gone) await this.#removeFiles(id);
        log('info', 'conversations_swept', {number: gone.length});
      }
    } catch (error) {
      log('error', 'sweep_failed', {reason: saidBy(error)});
    }
  }

  /** What stays behind of one does not keep the others. */
  async #removeFiles(conversation: string): Promise<void> {
    const {files, log} = this.#around;
    await files.remove(conversation).catch((error: unknown) => log('error', 'files_not_deleted', {conversation, reason: saidBy(error)}));
  }
}
