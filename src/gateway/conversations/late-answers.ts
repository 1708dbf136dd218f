import {randomUUID} from 'node:crypto';
import {TurnFault} from '../bots/turn-fault.ts';
import {Problem} from '../problem.ts';
import type {StoredConversation} from '../stored.ts';
import type {ConversationServices} from './conversation-services.ts';
import {interpretAnswer, botOf} from './bot-turn.ts';
import {notifyHooks} from './notify-hooks.ts';

/** How often a conversation may change while an answer is being turned into events. */
const maxAttempts = 5;

/** What bots say unprompted, in the order in which it arrived, even while a turn is open. */
export class LateAnswers {
  readonly #services: ConversationServices;
  readonly #pending = new Map<string, Promise<unknown>>();
  readonly #stopped = new AbortController();

  constructor(services: ConversationServices) {
    this.#services = services;
  }

  /**
   * Resolves when it is stored.
   * @throws {Problem} `invalid_message` if it is not a response at all, `overloaded` if a filter failed.
   */
  async receive(id: string, body: unknown, name?: string): Promise<'taken' | 'ended' | 'missing'> {
    const previous = this.#pending.get(id);
    const received = (previous ?? Promise.resolve()).then(() => this.#receive(id, body, name));
    // A failure does not hold up the next one.
    const settled = received.catch(() => undefined);
    this.#pending.set(id, settled);
    try {
      return await received;
    } finally {
      if (this.#pending.get(id) === settled) this.#pending.delete(id);
    }
  }

  /** Resolves when everything that arrived is stored, or was aborted after `grace` milliseconds. */
  async stop(grace: number): Promise<void> {
    const done = new AbortController();
    const idle = Promise.all(this.#pending.values());
    await Promise.race([idle, this.#services.sleep(grace, done.signal).catch(() => undefined)]);
    done.abort();
    this.#stopped.abort(new TurnFault('filter_failed', 'The gateway stopped'));
    await idle;
  }

  async #receive(id: string, body: unknown, name?: string): Promise<'taken' | 'ended' | 'missing'> {
    const conversation = await this.#services.store.read(id);
    if (!conversation) return 'missing';
    if (conversation.stage === 'ended') return 'ended';
    // Another bot may be in charge by now.
    const bot = this.#services.bots.get(name ?? conversation.bot) ?? botOf(conversation, this.#services);
    const response = await bot
      .receive(conversation, body, {id: `${id}.late:${randomUUID()}`, signal: this.#stopped.signal})
      .catch((cause: unknown) => this.#refuse(id, bot.name, cause));
    if (response.problems?.some(({code}) => code === 'bot_invalid_response')) {
      throw new Problem('invalid_message', {detail: 'The body is no BotResponse'});
    }
    for (let attempts = 0; attempts < maxAttempts; attempts++) {
      const outcome = await this.#store(id, (current) => interpretAnswer(response, current, bot, this.#services));
      if (outcome) return outcome;
    }
    throw new Problem('overloaded', {retryAfter: 1});
  }

  /** Undefined if the conversation went on meanwhile, so that the answer means something else now. */
  async #store(
    id: string,
    interpret: (current: StoredConversation) => ReturnType<typeof interpretAnswer>,
  ): Promise<'taken' | 'ended' | 'missing' | undefined> {
    const {store, hooks, wake} = this.#services;
    const current = await store.read(id);
    if (!current) return 'missing';
    if (current.stage === 'ended') return 'ended';
    const {change, ephemeral} = await interpret(current);
    const {stage} = change.set ?? {};
    const stored = await store.apply(id, {...change, ...(stage && {from: [current.stage]})});
    if (!stored) return undefined;
    notifyHooks(hooks, current, stored, change.set);
    for (const event of ephemeral) await store.signal(id, event);
    if (change.turns?.length || stage === 'ended') wake(id);
    return 'taken';
  }

  #refuse(id: string, bot: string, cause: unknown): never {
    if (!(cause instanceof TurnFault)) throw cause;
    this.#services.log('warn', 'late_answer_refused', {conversation: id, bot, code: cause.code, reason: cause.message});
    throw new Problem('overloaded', {detail: 'A filter failed', retryAfter: 5, cause});
  }
}
