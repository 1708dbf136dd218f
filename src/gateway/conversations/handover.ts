import {abortable} from '../bots/abortable.ts';
import {TurnFault} from '../bots/turn-fault.ts';
import type {DeskRequest} from '../desk/desk.ts';
import {createUrlRenewer} from '../file-urls.ts';
import {causeOf, reasonOf} from '../log.ts';
import type {Queue, StoredConversation, Turn} from '../stored.ts';
import {readLatest} from '../store/read-events.ts';
import type {Change} from '../store/store.ts';
import type {ConversationServices} from './conversation-services.ts';
import {notifyHooks} from './notify-hooks.ts';
import {startDeadline} from '../deadline.ts';

/** Milliseconds during which an unresponsive desk is asked again. */
const retryWindow = {request: 15_000, said: 60_000, gone: 15_000};
const maxDelay = 10_000;
/** Milliseconds a desk without a time limit of its own may take for one answer. */
const attemptTimeout = 20_000;

/** Hands visitors over to people, and passes their messages on. */
export class Handover {
  readonly #services: ConversationServices;

  constructor(services: ConversationServices) {
    this.#services = services;
  }

  /**
   * Asks the desk to take a visitor.
   * @param fallback The stage to return to if it does not.
   */
  async requestTransfer(conversation: StoredConversation, fallback: 'starting' | 'bot', signal: AbortSignal): Promise<void> {
    const answer = await this.#request(conversation, signal);
    if (!answer?.accepted) return void (await this.fail(conversation, fallback));
    const {queue} = answer;
    // Somebody may have joined already: then nobody is waiting.
    const isQueued = await this.#apply(conversation, {from: ['transferring'], set: {stage: 'queued', queue}});
    if (isQueued && queue) await this.#services.store.signal(conversation.id, {type: 'queue', ...queue});
  }

  /** Nobody takes the visitor: the bot stays. Resolves with false if that is no longer the question. */
  async fail(conversation: StoredConversation, stage: 'starting' | 'bot' = 'bot'): Promise<boolean> {
    const set = {stage, target: undefined, queue: undefined} as const;
    const isApplied = await this.#apply(conversation, {
      from: ['transferring', 'queued'],
      set,
      events: [{type: 'transfer', status: 'failed'}],
    });
    if (!isApplied) return false;
    const title = 'Nobody is available to take over';
    await this.#services.store.signal(conversation.id, {type: 'problem', code: 'no_agents', title, retryable: false});
    return true;
  }

  /**
   * Tells the desk what the visitor said, for up to a minute. Resolves with whether it was accepted; false if the conversation is no longer
   * with people.
   * @throws {TurnFault} `message_failed`.
   */
  async deliver(conversation: StoredConversation, {id, message}: Turn, signal: AbortSignal): Promise<boolean> {
    const {options, store} = this.#services;
    const {desk} = options;
    if (!desk || !message) throw new TurnFault('message_failed', 'There is no desk to say it to');
    const isWithDesk = async () => {
      const stage = (await store.read(conversation.id))?.stage;
      return stage === 'queued' || stage === 'agent';
    };
    const renewed = await createUrlRenewer(this.#services, conversation.id)(message);
    return this.#retry('said', () => desk.said(conversation.id, id, renewed), {
      conversation: conversation.id,
      signal,
      shouldContinue: isWithDesk,
    });
  }

  /** Tells the desk that the visitor has gone; nothing depends on it. */
  async notifyGone(conversation: StoredConversation, signal: AbortSignal): Promise<void> {
    const {store, options, log} = this.#services;
    const {desk} = options;
    if (!desk) return;
    const events = await store.events(conversation.id, Math.max(0, conversation.lastEvent - 50));
    const end = events.findLast((event) => event.type === 'end');
    try {
      await this.#retry('gone', () => desk.gone(conversation.id, end?.type === 'end' ? (end.reason ?? 'user') : 'user'), {
        conversation: conversation.id,
        signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      log('warn', 'desk_end_untold', {conversation: conversation.id, reason: reasonOf(error), cause: causeOf(error)});
    }
  }

  async #request(conversation: StoredConversation, signal: AbortSignal): Promise<{accepted: boolean; queue?: Queue} | undefined> {
    const {options, hooks, store, log} = this.#services;
    const {desk} = options;
    const about = {conversation: conversation.id};
    if (!desk || !(await hooks.isAvailable(conversation))) {
      log('info', 'no_agents', {...about, desk: Boolean(desk)});
      return undefined;
    }
    const history = await readLatest(store, conversation.id, conversation.lastEvent);
    const renewUrls = createUrlRenewer(this.#services, conversation.id);
    const request: DeskRequest = {
      conversation: deskViewOf(conversation),
      target: conversation.target ?? {},
      history: await Promise.all(history.map((event) => renewUrls(event))),
    };
    let answer: {accepted: boolean; queue?: Queue} | undefined;
    try {
      await this.#retry('request', async () => void (answer = await desk.request(request)), {conversation: conversation.id, signal});
    } catch (error) {
      signal.throwIfAborted();
      log('error', 'desk_failed', {...about, reason: reasonOf(error), cause: causeOf(error)});
    }
    return answer;
  }

  /** Retries until it succeeds. Resolves with false if it has taken too long or should not go on. */
  async #retry(
    event: keyof typeof retryWindow,
    attempt: () => Promise<void>,
    {conversation, signal, shouldContinue}: {conversation: string; signal: AbortSignal; shouldContinue?: () => Promise<boolean>},
  ): Promise<boolean> {
    const {now, sleep, log} = this.#services;
    const startedAt = now();
    for (let attempts = 0; ; attempts++) {
      const deadline = startDeadline(signal, attemptTimeout);
      try {
        await abortable(attempt, deadline.signal).finally(deadline.clear);
        return true;
      } catch (cause) {
        signal.throwIfAborted();
        const delay = Math.min(1000 * 2 ** attempts, maxDelay);
        if (now() - startedAt + delay > retryWindow[event])
          throw new TurnFault('message_failed', `The desk did not take "${event}"`, {cause});
        log('warn', 'desk_retried', {conversation, event, tries: attempts + 1, cause: causeOf(cause)});
        await sleep(delay, signal);
        if (shouldContinue && !(await shouldContinue())) return false;
      }
    }
  }

  async #apply(conversation: StoredConversation, change: Change): Promise<boolean> {
    const stored = await this.#services.store.apply(conversation.id, change);
    if (stored) notifyHooks(this.#services.hooks, conversation, stored, change.set);
    return stored !== undefined;
  }
}

function deskViewOf({id, widget, language, data, page, isVerifiedCustomer}: StoredConversation): DeskRequest['conversation'] {
  return {
    id,
    widget,
    data,
    ...(language !== undefined && {language}),
    ...(page && {page}),
    ...(isVerifiedCustomer !== undefined && {isVerifiedCustomer}),
  };
}
