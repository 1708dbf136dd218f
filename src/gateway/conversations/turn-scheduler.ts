import {randomUUID} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {TurnFault} from '../bots/turn-fault.ts';
import {reasonOf} from '../log.ts';
import type {StoredEvent, Turn} from '../stored.ts';
import type {ConversationServices} from './conversation-services.ts';
import {notifyHooks} from './notify-hooks.ts';
import type {TurnResult, TurnRunner} from './turn-runner.ts';

/** Times in milliseconds. */
export interface Timing {
  /** How long nobody else takes over a turn whose gateway has gone silent. */
  lease: number;
  /** Between two signs that a turn is still in progress. */
  renew: number;
  /** Between two searches for turns that nobody owns. */
  poll: number;
}

export const defaultTiming: Timing = {lease: 15_000, renew: 4_000, poll: 2_000};

/** How many conversations are handled at once when abandoned turns are found. */
const maxDue = 100;
/** Milliseconds to store the outcome of turns that were aborted. */
const abortGrace = 1_000;
/** Attempts to store an answer before it is left to the lease. */
const retryDelays = [50, 500, 2_000];

/** Takes turns and runs them: one after the other within a conversation, several conversations at once. */
export class TurnScheduler {
  readonly #owner = randomUUID();
  readonly #services: ConversationServices;
  readonly #runner: TurnRunner;
  readonly #timing: Timing;
  readonly #active = new Map<string, Promise<void>>();
  /** Conversations woken while being worked on: to be drained once more. */
  readonly #wokenAgain = new Set<string>();
  readonly #running = new Set<AbortController>();
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(services: ConversationServices, runner: TurnRunner, timing: Timing) {
    this.#services = services;
    this.#runner = runner;
    this.#timing = timing;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#poll(), this.#timing.poll).unref();
    void this.#poll();
  }

  /** Takes what is waiting in a conversation, unless that is already being done. */
  wake(id: string): void {
    if (this.#isStopping) return;
    if (this.#active.has(id)) return void this.#wokenAgain.add(id);
    const work = this.#drain(id)
      .catch((error: unknown) => this.#services.log('error', 'turns_failed', {conversation: id, reason: reasonOf(error)}))
      .then(() => {
        this.#active.delete(id);
        if (this.#wokenAgain.delete(id)) this.wake(id);
      });
    this.#active.set(id, work);
  }

  async stop(grace: number): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    const idle = Promise.all(this.#active.values());
    const timeout = this.#services.sleep(grace, this.#stopped.signal).catch(() => undefined);
    await Promise.race([idle, timeout]);
    this.#stopped.abort();
    for (const turn of this.#running) turn.abort(new TurnFault('message_failed', 'The gateway stopped'));
    await Promise.race([idle, delay(abortGrace, undefined, {ref: false})]);
  }

  async #poll(): Promise<void> {
    try {
      for (const id of await this.#services.store.due(maxDue)) this.wake(id);
    } catch (error) {
      this.#services.log('error', 'store_unreachable', {reason: reasonOf(error)});
    }
  }

  async #drain(id: string): Promise<void> {
    const {store} = this.#services;
    const {lease} = this.#timing;
    let canHaveEnded = true;
    while (!this.#isStopping) {
      const turn = await store.take(id, this.#owner, lease);
      if (!turn) break;
      canHaveEnded = await this.#run(id, turn);
    }
    const conversation = canHaveEnded ? await store.read(id) : undefined;
    if (conversation?.stage === 'ended' && (await store.apply(id, {from: ['ended'], once: 'finalized'}))) {
      this.#services.hooks.notify('finalized', conversation);
    }
  }

  /** Resolves with whether the conversation may have ended with it. */
  async #run(id: string, turn: Turn): Promise<boolean> {
    const controller = new AbortController();
    this.#running.add(controller);
    const timer = setInterval(() => void this.#renew(id, turn, controller), this.#timing.renew);
    try {
      const result = await this.#runner.run(id, turn, controller.signal);
      if (!result) await this.#services.store.renew(id, turn.id, this.#owner, 1);
      else await this.#finish(id, turn, result);
      return result?.conversation?.stage === 'ended' || result?.change.set?.stage === 'ended';
    } finally {
      clearInterval(timer);
      this.#running.delete(controller);
    }
  }

  async #finish(id: string, turn: Turn, {outcome, change, ephemeral, conversation}: TurnResult): Promise<void> {
    const {store, hooks, log} = this.#services;
    const stored = await this.#finishWithRetries(() => store.finish(id, turn.id, this.#owner, outcome, change));
    if (!stored) return log('warn', 'turn_taken_over', {conversation: id, turn: turn.id});
    // A change that came too late leaves no events: none of it happened.
    const isApplied = stored.length > 0 || !change.events?.length;
    if (conversation && isApplied) notifyHooks(hooks, conversation, stored, change.set);
    if (isApplied) for (const event of ephemeral) await store.signal(id, event);
  }

  /** An answer of the bot must not be lost because the store fails for a moment. */
  async #finishWithRetries(finish: () => Promise<readonly StoredEvent[] | undefined>): Promise<readonly StoredEvent[] | undefined> {
    for (const milliseconds of retryDelays) {
      try {
        return await finish();
      } catch (error) {
        this.#services.log('error', 'answer_not_kept', {reason: reasonOf(error)});
        await this.#services.sleep(milliseconds, new AbortController().signal);
      }
    }
    return finish();
  }

  async #renew(id: string, turn: Turn, controller: AbortController): Promise<void> {
    try {
      if (await this.#services.store.renew(id, turn.id, this.#owner, this.#timing.lease)) return;
      controller.abort(new TurnFault('message_failed', 'The turn was taken over by another gateway'));
    } catch (error) {
      this.#services.log('warn', 'lease_not_renewed', {conversation: id, turn: turn.id, reason: reasonOf(error)});
    }
  }
}
