import type {Inbox} from './inbox.ts';
import type {Autosave} from './autosave.ts';
import {normaliseLanguage} from '../protocol/language.ts';
import {blankState, type ConversationOptions} from './options.ts';
import {deserialize} from './serialization.ts';
import type {ConversationState} from './state.ts';
import type {Store} from './store.ts';

type Values = Readonly<Record<string, unknown>>;

/** How a conversation begins: restored from storage, blank, or started again below an ended one. */
export class Lifecycle {
  /** Data passed to `setData`: it survives a restart. */
  #pageData: Values = {};
  #language: string | undefined;
  /** Replaced by `forget` and `abandon`, so that a restore already under way is ignored when it finishes. */
  #generation = {};
  #restoring: Promise<boolean> | undefined;
  #isRestored = false;

  constructor(
    private readonly options: ConversationOptions,
    private readonly store: Store,
    private readonly inbox: Inbox,
    private readonly autosave: Autosave,
  ) {}

  /** Whether restoring has finished. */
  get isRestored(): boolean {
    return this.#isRestored;
  }

  /** Adds to the page's data about its visitor. */
  setData(data: Values): void {
    this.#pageData = {...this.#pageData, ...data};
    this.store.apply({type: 'learned', data});
  }

  /** @param language BCP 47; an invalid tag changes nothing. */
  setLanguage(language: string): void {
    this.#language = normaliseLanguage(language) ?? this.#language;
    this.store.apply({type: 'learned', language: this.#language});
  }

  /** Restores the stored conversation, once. Resolves to false if it was forgotten or disposed of meanwhile. */
  restore(): Promise<boolean> {
    return (this.#restoring ??= this.#restore(this.#generation));
  }

  /** Starts again below the ended conversation, with the bot's initial context. */
  restart(): void {
    const {data, context} = this.#blank;
    const entry = this.inbox.noticeOf('started_again');
    this.store.apply({type: 'started_again', entry, data: {...data, ...this.#pageData}, context});
  }

  /** Resets everything. @returns The blank state. */
  reset(): ConversationState {
    this.cancel();
    this.#restoring = undefined;
    this.#isRestored = false;
    this.#pageData = {};
    return this.#blank;
  }

  cancel(): void {
    this.#generation = {};
  }

  get #blank(): ConversationState {
    return blankState({...this.options, language: this.#language ?? this.options.language});
  }

  async #restore(generation: object): Promise<boolean> {
    const {transport, now = Date.now, asks} = this.options;
    const stored = deserialize(await this.autosave.read(), now(), transport.idempotent, asks);
    if (generation !== this.#generation) return false;
    const {data, language = stored?.language} = this.#blank;
    this.#isRestored = true;
    if (stored) this.store.apply({type: 'restored', state: {...stored, language, data: {...data, ...stored.data, ...this.#pageData}}});
    return generation === this.#generation;
  }
}
