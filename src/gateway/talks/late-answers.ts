import {randomUUID} from 'node:crypto';
import {TurnFault} from '../bots/turn-fault.ts';
import {Problem} from '../problem.ts';
import type {StoredConversation} from '../stored.ts';
import type {Backstage} from './backstage.ts';
import {answered, botOf} from './bot-turn.ts';
import {tellHooks} from './told.ts';

/** How often a conversation may change while an answer is being turned into events. */
const mostTries = 5;

/** What bots say unprompted, in the order in which it arrived, even while a turn is open. */
export class LateAnswers {
  readonly #back: Backstage;
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #over = new AbortController();

  constructor(back: Backstage) {
    this.#back = back;
  }

  /**
   * Resolves when it is stored.
   * @throws {Problem} `invalid_message` if it is not a response at all, `overloaded` if a filter failed.
   */
  async hear(id: string, body: unknown, name?: string): Promise<'taken' | 'ended' | 'missing'> {
    const before = this.#last.get(id);
    const heard = (before ?? Promise.resolve()).then(() => this.#hear(id, body, name));
    // A failure does not hold up the next one.
    const settled = heard.catch(() => undefined);
    this.#last.set(id, settled);
    try {
      return await heard;
    } finally {
      if (this.#last.get(id) === settled) this.#last.delete(id);
    }
  }

  /** Resolves when everything that arrived is stored, or was aborted after `grace` milliseconds. */
  async stop(grace: number): Promise<void> {
    const done = new AbortController();
    const idle = Promise.all(this.#last.values());
    await Promise.race([idle, this.#back.pause(grace, done.signal).catch(() => undefined)]);
    done.abort();
    this.#over.abort(new TurnFault('filter_failed', 'The gateway stopped'));
    await idle;
  }

  async #hear(id: string, body: unknown, name?: string): Promise<'taken' | 'ended' | 'missing'> {
    const conversation = await this.#back.store.read(id);
    if (!conversation) return 'missing';
    if (conversation.stage === 'ended') return 'ended';
    // Another bot may be in charge by now.
    const bot = this.#back.bots.get(name ?? conversation.bot) ?? botOf(conversation, this.#back);
    const response = await bot
      .hear(conversation, body, {id: `${id}.late:${randomUUID()}`, signal: this.#over.signal})
      .catch((cause: unknown) => this.#refuse(id, bot.name, cause));
    if (response.problems?.some(({code}) => code === 'bot_invalid_response')) {
      throw new Problem('invalid_message', {detail: 'The body is no BotResponse'});
    }
    for (let tries = 0; tries < mostTries; tries++) {
      const outcome = await this.#keep(id, (current) => answered(response, current, bot, this.#back));
      if (outcome) return outcome;
    }
    throw new Problem('overloaded', {retryAfter: 1});
  }

  /** Undefined if the conversation went on meanwhile, so that the answer means something else now. */
  async #keep(
    id: string,
    made: (current: StoredConversation) => ReturnType<typeof answered>,
  ): Promise<'taken' | 'ended' | 'missing' | undefined> {
    const {store, hooks, wake} = this.#back;
    const current = await store.read(id);
    if (!current) return 'missing';
    if (current.stage === 'ended') return 'ended';
    const {change, passing} = await made(current);
    const {stage} = change.set ?? {};
    const kept = await store.apply(id, {...change, ...(stage && {from: [current.stage]})});
    if (!kept) return undefined;
    tellHooks(hooks, current, kept, change.set);
    for (const event of passing) await store.signal(id, event);
    if (change.turns?.length || stage === 'ended') wake(id);
    return 'taken';
  }

  #refuse(id: string, bot: string, cause: unknown): never {
    if (!(cause instanceof TurnFault)) throw cause;
    this.#back.log('warn', 'late_answer_refused', {conversation: id, bot, code: cause.code, reason: cause.message});
    throw new Problem('overloaded', {detail: 'A filter failed', retryAfter: 5, cause});
  }
}
