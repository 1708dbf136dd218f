import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {TurnFault} from '../bots/turn-fault.ts';
import {saidBy} from '../log.ts';
import type {StoredEvent, Turn} from '../stored.ts';
import type {Backstage} from './backstage.ts';
import {tellHooks} from './told.ts';
import type {TurnResult, TurnRunner} from './turn-runner.ts';

/** Times in milliseconds. */
export interface Rhythm {
  /** How long nobody else takes over a turn whose gateway has gone silent. */
  lease: number;
  /** Between two signs that a turn is still in progress. */
  renew: number;
  /** Between two searches for turns that nobody owns. */
  look: number;
}

export const rhythm: Rhythm = {lease: 15_000, renew: 4_000, look: 2_000};

/** How many conversations are handled at once when abandoned turns are found. */
const mostFound = 100;
/** Milliseconds to store the outcome of turns that were aborted. */
const lastWords = 1_000;
/** Attempts to store an answer before it is left to the lease. */
const pauses = [50, 500, 2_000];

/** Takes turns and runs them: one after the other within a conversation, several conversations at once. */
export class Engine {
  readonly #owner = randomUUID();
  readonly #back: Backstage;
  readonly #runner: TurnRunner;
  readonly #rhythm: Rhythm;
  readonly #working = new Map<string, Promise<void>>();
  /** Conversations woken while being worked on: to be looked at once more. */
  readonly #again = new Set<string>();
  readonly #turns = new Set<AbortController>();
  readonly #over = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(back: Backstage, runner: TurnRunner, rhythm: Rhythm) {
    this.#back = back;
    this.#runner = runner;
    this.#rhythm = rhythm;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#look(), this.#rhythm.look).unref();
    void this.#look();
  }

  /** Takes what is waiting in a conversation, unless that is already being done. */
  wake(id: string): void {
    if (this.#stopping) return;
    if (this.#working.has(id)) return void this.#again.add(id);
    const work = this.#work(id)
      .catch((error: unknown) => this.#back.log('error', 'turns_failed', {conversation: id, reason: saidBy(error)}))
      .then(() => {
        this.#working.delete(id);
        if (this.#again.delete(id)) this.wake(id);
      });
    this.#working.set(id, work);
  }

  async stop(grace: number): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    const idle = Promise.all(this.#working.values());
    const patience = this.#back.pause(grace, this.#over.signal).catch(() => undefined);
    await Promise.race([idle, patience]);
    this.#over.abort();
    for (const turn of this.#turns) turn.abort(new TurnFault('message_failed', 'The gateway stopped'));
    await Promise.race([idle, sleep(lastWords, undefined, {ref: false})]);
  }

  async #look(): Promise<void> {
    try {
      for (const id of await this.#back.store.due(mostFound)) this.wake(id);
    } catch (error) {
      this.#back.log('error', 'store_unreachable', {reason: saidBy(error)});
    }
  }

  async #work(id: string): Promise<void> {
    const {store} = this.#back;
    const {lease} = this.#rhythm;
    let mayBeOver = true;
    while (!this.#stopping) {
      const turn = await store.take(id, this.#owner, lease);
      if (!turn) break;
      mayBeOver = await this.#run(id, turn);
    }
    const conversation = mayBeOver ? await store.read(id) : undefined;
    if (conversation?.stage === 'ended' && (await store.apply(id, {from: ['ended'], once: 'finalized'}))) {
      this.#back.hooks.tell('finalized', conversation);
    }
  }

  /** Resolves with whether the conversation may have ended with it. */
  async #run(id: string, turn: Turn): Promise<boolean> {
    const broken = new AbortController();
    this.#turns.add(broken);
    const beat = setInterval(() => void this.#renew(id, turn, broken), this.#rhythm.renew);
    try {
      const result = await this.#runner.run(id, turn, broken.signal);
      if (!result) await this.#back.store.renew(id, turn.id, this.#owner, 1);
      else await this.#finish(id, turn, result);
      return result?.conversation?.stage === 'ended' || result?.change.set?.stage === 'ended';
    } finally {
      clearInterval(beat);
      this.#turns.delete(broken);
    }
  }

  async #finish(id: string, turn: Turn, {outcome, change, passing, conversation}: TurnResult): Promise<void> {
    const {store, hooks, log} = this.#back;
    const kept = await this.#insist(() => store.finish(id, turn.id, this.#owner, outcome, change));
    if (!kept) return log('warn', 'turn_taken_over', {conversation: id, turn: turn.id});
    // A change that came too late leaves no events: none of it happened.
    const happened = kept.length > 0 || !change.events?.length;
    if (conversation && happened) tellHooks(hooks, conversation, kept, change.set);
    if (happened) for (const event of passing) await store.signal(id, event);
  }

  /** An answer of the bot must not be lost because the store fails for a moment. */
  async #insist(finish: () => Promise<readonly StoredEvent[] | undefined>): Promise<readonly StoredEvent[] | undefined> {
    for (const wait of pauses) {
      try {
        return await finish();
      } catch (error) {
        this.#back.log('error', 'answer_not_kept', {reason: saidBy(error)});
        await this.#back.pause(wait, new AbortController().signal);
      }
    }
    return finish();
  }

  async #renew(id: string, turn: Turn, broken: AbortController): Promise<void> {
    try {
      if (await this.#back.store.renew(id, turn.id, this.#owner, this.#rhythm.lease)) return;
      broken.abort(new TurnFault('message_failed', 'The turn was taken over by another gateway'));
    } catch (error) {
      this.#back.log('warn', 'lease_not_renewed', {conversation: id, turn: turn.id, reason: saidBy(error)});
    }
  }
}
