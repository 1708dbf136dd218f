import {TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import type {ExchangeOptions, ListenOptions, Transport} from '../protocol/transport.ts';
import {EventLog} from './event-log.ts';

export interface GatewayModelOptions {
  /** How many missed events a listener still gets one by one; 500 by default. With more it gets one `reset`. */
  buffer?: number;
}

/** A visitor's message that the gateway accepted. */
export interface Accepted {
  /** The id it was sent with, which is its idempotency key. */
  id: string;
  message: VisitorMessage;
}

interface ModelConversation {
  log: EventLog;
  /** The body accepted under each idempotency key. */
  keys: Map<string, string>;
  /** Position of the event that reported a turn's failure: a sender who has seen it may retry. */
  failed: Map<string, number>;
  turns: Promise<void>;
  memory: Pick<BotRequest, 'context' | 'data'>;
  ended: boolean;
}

const emptyResponse: BotResponse = {event: 'continue', messages: []};

/** Said while a message is written or read: nothing of it is kept. */
const signalTypes: ReadonlySet<string> = new Set(['iswriting', 'read', 'ack']);

/** Durable ids of this model's messages are told apart from those of a bot by their beginning. */
const messageIdPrefix = 'm_';

/**
 * A gateway in memory, for one visitor. A message is accepted once under its id, and the bot is asked one turn at a time. What the bot
 * says arrives as numbered events; a listener that reconnects continues where it left off.
 *
 * ```ts
 * const gateway = new GatewayModel(new ScriptedTransport(['Hello!', 'Gladly.']));
 * const conversation = new Conversation({transport: chaos(gateway.transport(), {rates: {answer_lost: 0.2}})});
 * ```
 */
export class GatewayModel {
  readonly #bot: Transport;
  readonly #buffer: number;
  readonly #accepted: Accepted[] = [];
  readonly #conversations = new Map<string, ModelConversation>();
  #conversation: ModelConversation | undefined;
  #messages = 0;

  /** @param bot Answers the messages, for example a `ScriptedTransport`; its failures become `problem` events. */
  constructor(bot: Transport, {buffer = 500}: GatewayModelOptions = {}) {
    this.#bot = bot;
    this.#buffer = buffer;
  }

  /** All accepted messages of the visitor, in order, in all conversations. */
  get accepted(): readonly Accepted[] {
    return this.#accepted;
  }

  /** The stored events of the current conversation, in order. */
  get log(): readonly TransportEvent[] {
    return this.#conversation?.log.events ?? [];
  }

  /** Creates a transport to this gateway. Several of them act as several tabs of the same visitor. */
  transport(): Transport & {readonly idempotent: true} {
    return {
      idempotent: true,
      send: (request, options) => this.#send(request, options),
      listen: (options) => this.#listen(options),
    };
  }

  /** Emits an event to current and future listeners: an unprompted message of the bot or a person, typing, an end. */
  emit(event: TransportEvent): void {
    if (this.#conversation) this.#emit(this.#conversation, event);
  }

  /** Breaks every connection, as a restart does. Nothing stored is lost. */
  restart(): void {
    for (const {log} of this.#conversations.values())
      log.disconnect(new TransportError('unreachable', 'The gateway restarted, on purpose'));
  }

  async #send(request: BotRequest, {id, signal, after}: ExchangeOptions = {}): Promise<BotResponse> {
    signal?.throwIfAborted();
    if (signalTypes.has(request.message?.type ?? '')) return emptyResponse;
    if (id === undefined) throw refusedError(400, 'An idempotency key is missing');
    if (request.event === 'start') return this.#start(request, id);
    const conversation = this.#conversation;
    if (!conversation) throw refusedError(404, 'There is no conversation');
    if (request.event === 'end') return this.#end(conversation, request, id);
    return this.#accept(conversation, request, {id, after});
  }

  /** Creates a conversation, once for each key. */
  #start(request: BotRequest, id: string): BotResponse {
    if (this.#conversations.has(id)) return emptyResponse;
    const {context, data} = request;
    const memory = {...(context && {context}), ...(data && {data})};
    const conversation: ModelConversation = {
      log: new EventLog(this.#buffer),
      keys: new Map(),
      failed: new Map(),
      turns: Promise.resolve(),
      memory,
      ended: false,
    };
    this.#conversations.set(id, conversation);
    this.#conversation = conversation;
    this.#enqueueTurn(conversation, request, id);
    return emptyResponse;
  }

  #accept(
    conversation: ModelConversation,
    request: BotRequest,
    {id, after = 'all'}: {id: string; after?: string | undefined},
  ): BotResponse {
    const body = JSON.stringify(request.message);
    const previousBody = conversation.keys.get(id);
    if (previousBody !== undefined && previousBody !== body) throw refusedError(422, 'The key was used for another message');
    const failedAt = conversation.failed.get(id) ?? Infinity;
    if (previousBody !== undefined && (failedAt === Infinity || failedAt > Number(after))) return emptyResponse;
    if (conversation.ended) throw refusedError(409, 'The conversation has ended');
    conversation.failed.delete(id);
    if (previousBody === undefined) this.#record(conversation, request, id);
    this.#enqueueTurn(conversation, request, id);
    return emptyResponse;
  }

  #record(conversation: ModelConversation, {message}: BotRequest, id: string): void {
    if (!message) throw refusedError(400, 'A message is missing');
    conversation.keys.set(id, JSON.stringify(message));
    this.#accepted.push({id, message});
    this.#emit(conversation, {type: 'message', message, from: {kind: 'user'}, ref: id});
  }

  #end(conversation: ModelConversation, request: BotRequest, id: string): BotResponse {
    if (conversation.ended) return emptyResponse;
    this.#close(conversation, 'user');
    conversation.turns = conversation.turns.then(() => this.#sendEnd(request, id));
    return emptyResponse;
  }

  /** A bot that cannot be reached is no failure here: the conversation is over. */
  async #sendEnd(request: BotRequest, id: string): Promise<void> {
    await this.#bot.send(request, {id}).catch(() => undefined);
  }

  /** The turn begins when those before it are over. */
  #enqueueTurn(conversation: ModelConversation, request: BotRequest, id: string): void {
    conversation.turns = conversation.turns.then(() => this.#runTurn(conversation, request, id));
  }

  async #runTurn(conversation: ModelConversation, request: BotRequest, id: string): Promise<void> {
    const ref = request.event === 'start' ? undefined : id;
    this.#emit(conversation, {type: 'iswriting', on: true});
    try {
      const answer = await this.#bot.send({...request, ...conversation.memory}, {id});
      if (ref !== undefined) this.#emit(conversation, {type: 'ack', ref});
      this.#applyAnswer(conversation, answer);
    } catch {
      this.#emit(conversation, {type: 'iswriting', on: false});
      this.#emit(conversation, {type: 'problem', code: 'bot_unreachable', retryable: true, ...(ref !== undefined && {ref})});
      conversation.failed.set(id, Number(conversation.log.events.at(-1)?.id));
    }
  }

  #applyAnswer(conversation: ModelConversation, {messages, context, data, event}: BotResponse): void {
    conversation.memory = {...conversation.memory, ...(context && {context}), ...(data && {data: {...conversation.memory.data, ...data}})};
    for (const message of messages) this.#emit(conversation, {type: 'message', message, from: {kind: 'bot'}});
    if (!messages.length) this.#emit(conversation, {type: 'iswriting', on: false});
    if (event === 'end') this.#close(conversation, 'bot');
  }

  #close(conversation: ModelConversation, reason: string): void {
    if (!conversation.ended) this.#emit(conversation, {type: 'end', reason});
  }

  /** Every message has a name, so that it is known again; after an end nothing is said. */
  #emit(conversation: ModelConversation, event: TransportEvent): void {
    if (conversation.ended) return;
    conversation.ended = event.type === 'end';
    const identified =
      event.type === 'message' && event.message.id === undefined && event.ref === undefined
        ? {...event, message: {...event.message, id: `${messageIdPrefix}${++this.#messages}`}}
        : event;
    conversation.log.append(identified);
  }

  async *#listen(options: ListenOptions = {}): AsyncGenerator<TransportEvent, void> {
    const conversation = this.#conversation;
    if (!conversation) throw refusedError(404, 'There is no conversation');
    yield* conversation.log.subscribe(options);
  }
}

function refusedError(status: number, why: string): TransportError {
  return new TransportError('refused', `${why}: answered ${status}`, {status});
}
