import type {Intake} from './intake.ts';
import type {Keeper} from './keeper.ts';
import {normaliseLanguage} from '../protocol/language.ts';
import {blankState, type ConversationOptions} from './options.ts';
import {restore} from './saved.ts';
import type {ConversationState} from './state.ts';
import type {Store} from './store.ts';

type Values = Readonly<Record<string, unknown>>;

/** How a conversation begins: restored from storage, blank, or started again below an ended one. */
export class Beginning {
  /** Data passed to `setData`: it survives a restart. */
  #told: Values = {};
  #language: string | undefined;
  /** Replaced by `forget` and `abandon`, so that a restore already under way is ignored when it finishes. */
  #visit = {};
  #restoring: Promise<boolean> | undefined;
  #isMade = false;

  constructor(
    private readonly options: ConversationOptions,
    private readonly store: Store,
    private readonly intake: Intake,
    private readonly keeper: Keeper,
  ) {}

  /** Whether restoring has finished. */
  get isMade(): boolean {
    return this.#isMade;
  }

  /** Adds to the page's data about its visitor. */
  tell(data: Values): void {
    this.#told = {...this.#told, ...data};
    this.store.apply({type: 'learned', data});
  }

  /** @param language BCP 47; an invalid tag changes nothing. */
  speak(language: string): void {
    this.#language = normaliseLanguage(language) ?? this.#language;
    this.store.apply({type: 'learned', language: this.#language});
  }

  /** Restores the stored conversation, once. Resolves to false if it was forgotten or disposed of meanwhile. */
  make(): Promise<boolean> {
    return (this.#restoring ??= this.#readKept(this.#visit));
  }

  /** Starts again below the ended conversation, with the bot's initial context. */
  again(): void {
    const {data, context} = this.#blank;
    const entry = this.intake.noticeOf('started_again');
    this.store.apply({type: 'started_again', entry, data: {...data, ...this.#told}, context});
  }

  /** Resets everything. @returns The blank state. */
  forget(): ConversationState {
    this.abandon();
    this.#restoring = undefined;
    this.#isMade = false;
    this.#told = {};
    return this.#blank;
  }

  abandon(): void {
    this.#visit = {};
  }

  get #blank(): ConversationState {
    return blankState({...this.options, language: this.#language ?? this.options.language});
  }

  async #readKept(visit: object): Promise<boolean> {
    const {transport, now = Date.now, asks} = this.options;
    const kept = restore(await this.keeper.read(), now(), transport.idempotent, asks);
    if (visit !== this.#visit) return false;
    const {data, language = kept?.language} = this.#blank;
    this.#isMade = true;
    if (kept) this.store.apply({type: 'restored', state: {...kept, language, data: {...data, ...kept.data, ...this.#told}}});
    return visit === this.#visit;
  }
}
