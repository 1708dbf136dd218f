import {orAborted} from '../bots/or-aborted.ts';
import {TurnFault} from '../bots/turn-fault.ts';
import type {DeskRequest} from '../desk/desk.ts';
import {renewing} from '../links.ts';
import {causeOf, saidBy} from '../log.ts';
import type {Queue, StoredConversation, Turn} from '../stored.ts';
import {latest} from '../store/at-once.ts';
import type {Change} from '../store/store.ts';
import type {Backstage} from './backstage.ts';
import {tellHooks} from './told.ts';
import {limited} from '../limited.ts';

/** Milliseconds during which an unresponsive desk is asked again. */
const patience = {request: 15_000, said: 60_000, gone: 15_000};
const longestPause = 10_000;
/** Milliseconds a desk without a time limit of its own may take for one answer. */
const longestAttempt = 20_000;

/** Hands visitors over to people, and passes their messages on. */
export class Handover {
  readonly #back: Backstage;

  constructor(back: Backstage) {
    this.#back = back;
  }

  /**
   * Asks the desk to take a visitor.
   * @param instead The stage to return to if it does not.
   */
  async settle(conversation: StoredConversation, instead: 'starting' | 'bot', signal: AbortSignal): Promise<void> {
    const answer = await this.#requested(conversation, signal);
    if (!answer?.accepted) return void (await this.fail(conversation, instead));
    const {queue} = answer;
    // Somebody may have joined already: then nobody is waiting.
    const waits = await this.#apply(conversation, {from: ['transferring'], set: {stage: 'queued', queue}});
    if (waits && queue) await this.#back.store.signal(conversation.id, {type: 'queue', ...queue});
  }

  /** Nobody takes the visitor: the bot stays. Resolves with false if that is no longer the question. */
  async fail(conversation: StoredConversation, stage: 'starting' | 'bot' = 'bot'): Promise<boolean> {
    const set = {stage, target: undefined, queue: undefined} as const;
    const kept = await this.#apply(conversation, {
      from: ['transferring', 'queued'],
      set,
      events: [{type: 'transfer', status: 'failed'}],
    });
    if (!kept) return false;
    const title = 'Nobody is available to take over';
    await this.#back.store.signal(conversation.id, {type: 'problem', code: 'no_agents', title, retryable: false});
    return true;
  }

  /**
   * Tells the desk what the visitor said, for up to a minute. Resolves with whether it was accepted; false if the conversation is no longer
   * with people.
   * @throws {TurnFault} `message_failed`.
   */
  async deliver(conversation: StoredConversation, {id, message}: Turn, signal: AbortSignal): Promise<boolean> {
    const {options, store} = this.#back;
    const {desk} = options;
    if (!desk || !message) throw new TurnFault('message_failed', 'There is no desk to say it to');
    const isTheirs = async () => {
      const stage = (await store.read(conversation.id))?.stage;
      return stage === 'queued' || stage === 'agent';
    };
    const said = await renewing(this.#back, conversation.id)(message);
    return this.#insist('said', () => desk.said(conversation.id, id, said), {conversation: conversation.id, signal, goesOn: isTheirs});
  }

  /** Tells the desk that the visitor has gone; nothing depends on it. */
  async leave(conversation: StoredConversation, signal: AbortSignal): Promise<void> {
    const {store, options, log} = this.#back;
    const {desk} = options;
    if (!desk) return;
    const events = await store.events(conversation.id, Math.max(0, conversation.lastEvent - 50));
    const end = events.findLast((event) => event.type === 'end');
    try {
      await this.#insist('gone', () => desk.gone(conversation.id, end?.type === 'end' ? (end.reason ?? 'user') : 'user'), {
        conversation: conversation.id,
        signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      log('warn', 'desk_end_untold', {conversation: conversation.id, reason: saidBy(error), cause: causeOf(error)});
    }
  }

  async #requested(conversation: StoredConversation, signal: AbortSignal): Promise<{accepted: boolean; queue?: Queue} | undefined> {
    const {options, hooks, store, log} = this.#back;
    const {desk} = options;
    const about = {conversation: conversation.id};
    if (!desk || !(await hooks.available(conversation))) {
      log('info', 'no_agents', {...about, desk: Boolean(desk)});
      return undefined;
    }
    const history = await latest(store, conversation.id, conversation.lastEvent);
    const renewed = renewing(this.#back, conversation.id);
    const request: DeskRequest = {
      conversation: known(conversation),
      target: conversation.target ?? {},
      history: await Promise.all(history.map((event) => renewed(event))),
    };
    let answer: {accepted: boolean; queue?: Queue} | undefined;
    try {
      await this.#insist('request', async () => void (answer = await desk.request(request)), {conversation: conversation.id, signal});
    } catch (error) {
      signal.throwIfAborted();
      log('error', 'desk_failed', {...about, reason: saidBy(error), cause: causeOf(error)});
    }
    return answer;
  }

  /** Retries until it succeeds. Resolves with false if it has taken too long or should not go on. */
  async #insist(
    event: keyof typeof patience,
    attempt: () => Promise<void>,
    {conversation, signal, goesOn}: {conversation: string; signal: AbortSignal; goesOn?: () => Promise<boolean>},
  ): Promise<boolean> {
    const {now, pause, log} = this.#back;
    const begun = now();
    for (let tries = 0; ; tries++) {
      const limit = limited(signal, longestAttempt);
      try {
        await orAborted(attempt, limit.signal).finally(limit.end);
        return true;
      } catch (cause) {
        signal.throwIfAborted();
        const wait = Math.min(1000 * 2 ** tries, longestPause);
        if (now() - begun + wait > patience[event]) throw new TurnFault('message_failed', `The desk did not take "${event}"`, {cause});
        log('warn', 'desk_retried', {conversation, event, tries: tries + 1, cause: causeOf(cause)});
        await pause(wait, signal);
        if (goesOn && !(await goesOn())) return false;
      }
    }
  }

  async #apply(conversation: StoredConversation, change: Change): Promise<boolean> {
    const kept = await this.#back.store.apply(conversation.id, change);
    if (kept) tellHooks(this.#back.hooks, conversation, kept, change.set);
    return kept !== undefined;
  }
}

function known({id, widget, language, data, page, isVerifiedCustomer}: StoredConversation): DeskRequest['conversation'] {
  return {
    id,
    widget,
    data,
    ...(language !== undefined && {language}),
    ...(page && {page}),
    ...(isVerifiedCustomer !== undefined && {isVerifiedCustomer}),
  };
}
