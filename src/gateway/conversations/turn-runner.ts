import type {TransportEvent} from '../../protocol/events.ts';
import {type FaultCode, TurnFault} from '../bots/turn-fault.ts';
import {causeOf, reasonOf} from '../log.ts';
import type {StoredConversation, Turn, TurnOutcome} from '../stored.ts';
import type {Change} from '../store/store.ts';
import type {ConversationServices} from './conversation-services.ts';
import {askBot} from './bot-turn.ts';
import type {Handover} from './handover.ts';
import {notifyHooks} from './notify-hooks.ts';

/** The outcome of a turn. */
export interface TurnResult {
  outcome: TurnOutcome;
  change: Change;
  /** Emitted once that is stored. */
  ephemeral: readonly TransportEvent[];
  /** The conversation before the turn. */
  conversation?: StoredConversation | undefined;
}

/** How often bots may hand over to one another before the visitor says something. */
const maxHandovers = 5;
/** How often a turn that is run again after a crash may have been in progress. */
const maxAttempts = 5;

/** Failures of a start that the bot did receive: it is not greeted a second time. */
const receivedByBot: ReadonlySet<FaultCode> = new Set<FaultCode>(['bot_error', 'bot_rejected', 'bot_invalid_response']);

const done: TurnResult = {outcome: 'done', change: {}, ephemeral: []};

/** Carries out a turn, depending on who is in charge. */
export class TurnRunner {
  readonly #services: ConversationServices;
  readonly #handover: Handover;

  constructor(services: ConversationServices, handover: Handover) {
    this.#services = services;
    this.#handover = handover;
  }

  /**
   * The outcome of a turn; undefined if it was aborted and can simply be run again. Rejects only if the store does.
   * @param signal Aborted with a `TurnFault`, which then becomes the outcome.
   */
  async run(id: string, turn: Turn, signal: AbortSignal): Promise<TurnResult | undefined> {
    const conversation = await this.#services.store.read(id);
    if (!conversation) return done;
    try {
      return {conversation, ...(await this.#run(conversation, turn, signal))};
    } catch (error) {
      const stage = (await this.#services.store.read(id))?.stage;
      const isForBot = turn.event === 'continue' && (stage === 'bot' || stage === 'starting');
      if (signal.aborted && !isForBot) return undefined;
      return {...this.#failure(conversation, turn, error), conversation};
    }
  }

  async #run(conversation: StoredConversation, turn: Turn, signal: AbortSignal): Promise<TurnResult> {
    if (turn.event !== 'continue' && turn.attempt > maxAttempts) throw new TurnFault('message_failed', 'The turn was given up');
    if (turn.event === 'end') return this.#notifyEnd(conversation, turn, signal);
    if (turn.event === 'gone') {
      await this.#handover.notifyGone(conversation, signal);
      return done;
    }
    if (turn.interrupted && turn.event === 'continue' && (conversation.stage === 'starting' || conversation.stage === 'bot')) {
      throw new TurnFault('message_failed', 'The turn was under way when its gateway died');
    }
    for (let known: StoredConversation | undefined = conversation; ; known = await this.#services.store.read(conversation.id)) {
      const current = known && (await this.#prepare(known, turn, signal));
      if (turn.event !== 'continue') return {...done, conversation: current};
      if (!current || current.stage === 'ended') throw new TurnFault('conversation_ended', 'The conversation ended before its turn');
      if (current.stage === 'bot') return this.#ask(current, turn, signal);
      if (await this.#handover.deliver(current, turn, signal)) return {...acknowledge(turn), conversation: current};
    }
  }

  /** Does what has to come first: greets a bot that has not been greeted, and hands over a visitor who is waiting for that. */
  async #prepare(initial: StoredConversation, turn: Turn, signal: AbortSignal): Promise<StoredConversation | undefined> {
    let conversation: StoredConversation | undefined = initial;
    for (let steps = 0; conversation; steps++) {
      const {stage}: StoredConversation = conversation;
      if (stage !== 'starting' && stage !== 'transferring') break;
      if (steps > maxHandovers) {
        await this.#apply(conversation, {from: [stage], set: {stage: 'bot'}, events: [{type: 'transfer', status: 'failed'}]});
      } else if (stage === 'starting') await this.#greet(conversation, turn, signal);
      else await this.#handover.requestTransfer(conversation, turn.event === 'route' ? 'starting' : 'bot', signal);
      conversation = await this.#services.store.read(conversation.id);
    }
    return conversation;
  }

  /** A start, whose answers are emitted at once: the turn it is part of may still fail. */
  async #greet(conversation: StoredConversation, turn: Turn, signal: AbortSignal): Promise<void> {
    const {store} = this.#services;
    const id = turn.event === 'start' ? turn.id : `start:${turn.id}`;
    try {
      const {change, ephemeral} = await askBot(conversation, {id, event: 'start'}, signal, this.#services);
      const stored = await this.#apply(conversation, {...change, from: ['starting'], set: {stage: 'bot', ...change.set}});
      if (stored) for (const event of ephemeral) await store.signal(conversation.id, event);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof TurnFault) || !receivedByBot.has(error.code)) throw error;
      this.#log(conversation, turn, error);
      const events = turn.event === 'start' ? [problemOf(error)] : [];
      await this.#apply(conversation, {from: ['starting'], set: {stage: 'bot'}, events});
    }
  }

  async #ask(conversation: StoredConversation, turn: Turn, signal: AbortSignal): Promise<TurnResult> {
    const {change, ephemeral} = await askBot(conversation, turn, signal, this.#services);
    const {events = []} = acknowledge(turn).change;
    return {outcome: 'done', change: {...change, events: [...events, ...(change.events ?? [])]}, ephemeral, conversation};
  }

  /** Failing to tell the bot does no harm: the conversation is over. */
  async #notifyEnd(conversation: StoredConversation, turn: Turn, signal: AbortSignal): Promise<TurnResult> {
    await askBot(conversation, turn, signal, this.#services).catch((error: unknown) => {
      signal.throwIfAborted();
      this.#log(conversation, turn, error);
    });
    return done;
  }

  #failure(conversation: StoredConversation, turn: Turn, error: unknown): TurnResult {
    this.#log(conversation, turn, error);
    const fault = error instanceof TurnFault ? error : new TurnFault('message_failed', 'The turn failed', {cause: error});
    const events = [problemOf(fault, turn.event === 'continue' ? turn.id : undefined)];
    return {outcome: 'failed', change: {events, ...(fault.code === 'conversation_ended' && {from: ['ended'] as const})}, ephemeral: []};
  }

  #log(conversation: StoredConversation, {id, event, attempt}: Turn, error: unknown): void {
    const {code, status} = error instanceof TurnFault ? error : {code: 'internal', status: undefined};
    const about = {conversation: conversation.id, bot: conversation.bot, turn: id, event, attempt, code, status};
    const reason = error instanceof TurnFault ? error.message : reasonOf(error);
    this.#services.log(code === 'internal' ? 'error' : 'warn', 'turn_failed', {
      ...about,
      reason,
      cause: error instanceof Error ? causeOf(error.cause) : undefined,
    });
  }

  async #apply(conversation: StoredConversation, change: Change): Promise<boolean> {
    const stored = await this.#services.store.apply(conversation.id, change);
    if (stored) notifyHooks(this.#services.hooks, conversation, stored, change.set);
    return stored !== undefined;
  }
}

function acknowledge({id}: Turn): TurnResult {
  return {...done, change: {events: [{type: 'ack', ref: id}]}};
}

function problemOf({code, title, retryable}: TurnFault, ref?: string): TransportEvent {
  return {type: 'problem', code, title, retryable, ...(ref !== undefined && {ref})};
}
