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

interface Talk {
  log: EventLog;
  /** What was taken in under each key, and where it was told which turns failed: who knows that may have them tried once more. */
  keys: Map<string, string>;
  failed: Map<string, number>;
  turns: Promise<void>;
  memory: Pick<BotRequest, 'context' | 'data'>;
  ended: boolean;
}

const nothing: BotResponse = {event: 'continue', messages: []};

/** Said while a message is written or read: nothing of it is kept. */
const signals: ReadonlySet<string> = new Set(['iswriting', 'read', 'ack']);

/** Durable ids of this model's messages are told apart from those of a bot by their beginning. */
const prefix = 'm_';

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
  readonly #starts = new Map<string, Talk>();
  #talk: Talk | undefined;
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
    return this.#talk?.log.events ?? [];
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
    if (this.#talk) this.#tell(this.#talk, event);
  }

  /** Breaks every connection, as a restart does. Nothing stored is lost. */
  restart(): void {
    for (const {log} of this.#starts.values()) log.disconnect(new TransportError('unreachable', 'The gateway restarted, on purpose'));
  }

  async #send(request: BotRequest, {id, signal, after}: ExchangeOptions = {}): Promise<BotResponse> {
    signal?.throwIfAborted();
    if (signals.has(request.message?.type ?? '')) return nothing;
    if (id === undefined) throw refusal(400, 'An idempotency key is missing');
    if (request.event === 'start') return this.#start(request, id);
    const talk = this.#talk;
    if (!talk) throw refusal(404, 'There is no conversation');
    if (request.event === 'end') return this.#end(talk, request, id);
    return this.#accept(talk, request, {id, after});
  }

  /** Creates a conversation, once for each key. */
  #start(request: BotRequest, id: string): BotResponse {
    if (this.#starts.has(id)) return nothing;
    const {context, data} = request;
    const memory = {...(context && {context}), ...(data && {data})};
    const talk: Talk = {
      log: new EventLog(this.#buffer),
      keys: new Map(),
      failed: new Map(),
      turns: Promise.resolve(),
      memory,
      ended: false,
    };
    this.#starts.set(id, talk);
    this.#talk = talk;
    this.#ask(talk, request, id);
    return nothing;
  }

  #accept(talk: Talk, request: BotRequest, {id, after = 'all'}: {id: string; after?: string | undefined}): BotResponse {
    const body = JSON.stringify(request.message);
    const known = talk.keys.get(id);
    if (known !== undefined && known !== body) throw refusal(422, 'The key was used for another message');
    const told = talk.failed.get(id) ?? Infinity;
    if (known !== undefined && (told === Infinity || told > Number(after))) return nothing;
    if (talk.ended) throw refusal(409, 'The conversation has ended');
    talk.failed.delete(id);
    if (known === undefined) this.#note(talk, request, id);
    this.#ask(talk, request, id);
    return nothing;
  }

  #note(talk: Talk, {message}: BotRequest, id: string): void {
    if (!message) throw refusal(400, 'A message is missing');
    talk.keys.set(id, JSON.stringify(message));
    this.#accepted.push({id, message});
    this.#tell(talk, {type: 'message', message, from: {kind: 'user'}, ref: id});
  }

  #end(talk: Talk, request: BotRequest, id: string): BotResponse {
    if (talk.ended) return nothing;
    this.#close(talk, 'user');
    talk.turns = talk.turns.then(() => this.#bidFarewell(request, id));
    return nothing;
  }

  /** That the bot cannot be told is no fault: the conversation is over. */
  async #bidFarewell(request: BotRequest, id: string): Promise<void> {
    await this.#bot.send(request, {id}).catch(() => undefined);
  }

  /** The turn begins when those before it are over. */
  #ask(talk: Talk, request: BotRequest, id: string): void {
    talk.turns = talk.turns.then(() => this.#turn(talk, request, id));
  }

  async #turn(talk: Talk, request: BotRequest, id: string): Promise<void> {
    const ref = request.event === 'start' ? undefined : id;
    this.#tell(talk, {type: 'iswriting', on: true});
    try {
      const answer = await this.#bot.send({...request, ...talk.memory}, {id});
      if (ref !== undefined) this.#tell(talk, {type: 'ack', ref});
      this.#take(talk, answer);
    } catch {
      this.#tell(talk, {type: 'iswriting', on: false});
      this.#tell(talk, {type: 'problem', code: 'bot_unreachable', retryable: true, ...(ref !== undefined && {ref})});
      talk.failed.set(id, Number(talk.log.events.at(-1)?.id));
    }
  }

  #take(talk: Talk, {messages, context, data, event}: BotResponse): void {
    talk.memory = {...talk.memory, ...(context && {context}), ...(data && {data: {...talk.memory.data, ...data}})};
    for (const message of messages) this.#tell(talk, {type: 'message', message, from: {kind: 'bot'}});
    if (!messages.length) this.#tell(talk, {type: 'iswriting', on: false});
    if (event === 'end') this.#close(talk, 'bot');
  }

  #close(talk: Talk, reason: string): void {
    if (!talk.ended) this.#tell(talk, {type: 'end', reason});
  }

  /** Every message has a name, so that it is known again; after an end nothing is said. */
  #tell(talk: Talk, event: TransportEvent): void {
    if (talk.ended) return;
    talk.ended = event.type === 'end';
    const named =
      event.type === 'message' && event.message.id === undefined && event.ref === undefined
        ? {...event, message: {...event.message, id: `${prefix}${++this.#messages}`}}
        : event;
    talk.log.add(named);
  }

  async *#listen(options: ListenOptions = {}): AsyncGenerator<TransportEvent, void> {
    const talk = this.#talk;
    if (!talk) throw refusal(404, 'There is no conversation');
    yield* talk.log.follow(options);
  }
}

function refusal(status: number, why: string): TransportError {
  return new TransportError('refused', `${why}: answered ${status}`, {status});
}
