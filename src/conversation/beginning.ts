import type {Intake} from './intake.ts';
import type {Keeper} from './keeper.ts';
import {normaliseLanguage} from '../protocol/language.ts';
import {blankState, type ConversationOptions} from './options.ts';
import {restore} from './saved.ts';
import type {ConversationState} from './state.ts';
import type {Store} from './store.ts';

type Values = Readonly<Record<string, unknown>>;

/** How a conversation begins: restored, empty, or anew below an end. */
export class Beginning {
  /** What the page set with `setData`; it survives a restart. */
  #told: Values = {};
  #language: string | undefined;
  /** Replaced when all is forgotten, so that what began before ends unheard. */
  #visit = {};
  #restoring: Promise<boolean> | undefined;
  #isMade = false;

  constructor(
    private readonly options: ConversationOptions,
    private readonly store: Store,
    private readonly intake: Intake,
    private readonly keeper: Keeper,
  ) {}

  /** Whether what was kept is back. */
  get isMade(): boolean {
    return this.#isMade;
  }

  /** Adds to what the page tells of its visitor. */
  tell(data: Values): void {
    this.#told = {...this.#told, ...data};
    this.store.apply({type: 'learned', data});
  }

  /** @param language BCP 47; what is none changes nothing. */
  speak(language: string): void {
    this.#language = normaliseLanguage(language) ?? this.#language;
    this.store.apply({type: 'learned', language: this.#language});
  }

  /** Brings back what was kept, once; true unless all was forgotten or let go meanwhile. */
  make(): Promise<boolean> {
    return (this.#restoring ??= this.#readKept(this.#visit));
  }

  /** Begins anew below an end, with the bot's memory as it was at first. */
  again(): void {
    const {data, context} = this.#blank;
    const entry = this.intake.noticeOf('started_again');
    this.store.apply({type: 'started_again', entry, data: {...data, ...this.#told}, context});
  }

  /** Back to before anything was; returns that. */
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
    if (kept) this.store.apply({type: 'restored', state: {...kept, language, data: {...data, ...kept.data, ...this.#told}}});
    return (this.#isMade = true);
  }
}
