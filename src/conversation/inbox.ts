import type {TransportError} from '../protocol/errors.ts';
import type {BotEntry, EndReason, Notice, SystemEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {BotResponse} from '../protocol/exchange.ts';
import type {ActionMessage, BotMessage, MessageType} from '../protocol/message.ts';
import {MessageIndex, idOf} from './message-index.ts';
import type {Store} from './store.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';

/** How a message arrived that was not part of an answer. */
export interface Arrival {
  /** Milliseconds since 1970; now by default. */
  at?: number | undefined;
  /** Who said it, if the event names a speaker. */
  who?: Agent | undefined;
  from?: BotEntry['from'] | undefined;
  /** Id of the event that brought it. */
  event?: string | undefined;
}

type Handling = 'shown' | 'writing' | 'acted' | 'silent';

/** What happens to each type of message from the other side. */
const handlings: {[T in MessageType]: Handling} = {
  text: 'shown',
  postback: 'shown',
  attachment: 'shown',
  'multi-attachment': 'shown',
  location: 'shown',
  link: 'shown',
  timepicker: 'shown',
  unknown: 'shown',
  iswriting: 'writing',
  action: 'acted',
  ack: 'silent',
  read: 'silent',
  mediachange: 'silent',
};

/** Processes what the other side says: each message becomes an entry, a typing signal or an action, once. */
export class Inbox {
  /** Whether somebody is looking at the conversation: messages that arrive meanwhile are not unread. */
  looking = true;
  readonly #calledIds = new Set<string>();
  readonly #index = new MessageIndex();

  constructor(
    private readonly store: Store,
    private readonly env: ConversationEnvironment,
  ) {
    store.subscribe((_, {type}) => {
      if (type === 'started_again' || type === 'forgotten' || type === 'rewound') this.#calledIds.clear();
    });
  }

  /** Processes a bot's whole answer, in order. */
  receive({event, messages, context, data, problems = []}: BotResponse): void {
    if (context || data) this.store.apply({type: 'learned', context, data});
    for (const message of messages) this.accept(message);
    if (problems.length) this.store.apply({type: 'mended', problems});
    if (problems.some(({code}) => code === 'bot_invalid_response')) this.notice('invalid_response');
    if (problems.some(({code}) => code === 'too_much')) this.notice('too_much');
    if (event === 'end') this.end();
  }

  accept(message: BotMessage, arrival: Arrival = {}): void {
    const handling = handlings[message.type];
    if (handling === 'shown') this.#show(message, arrival);
    else if (handling === 'writing') this.store.apply({type: 'wrote', at: this.env.now()});
    else if (message.type === 'action') this.#callAction(message);
  }

  /** Adds a notice to the conversation. */
  notice(notice: Notice): void {
    this.store.apply({type: 'noticed', entry: this.noticeOf(notice)});
  }

  noticeOf(notice: Notice): SystemEntry {
    return {id: this.env.newId(), at: this.env.now(), from: 'system', notice};
  }

  end(reason?: EndReason): void {
    const {phase, agent} = this.store.state;
    if (phase === 'ended') return;
    const who = reason === 'agent' && agent ? {who: agent} : {};
    this.store.apply({type: 'ended', entry: {...this.noticeOf('ended'), ...who, ...(reason && {reason})}});
  }

  /** The server no longer knows this conversation, and may have said why. */
  markGone({code}: TransportError): void {
    if (code === 'conversation_ended') this.end();
    else if (this.store.state.phase !== 'ended') this.store.apply({type: 'ended', entry: this.noticeOf('gone')});
  }

  /** The entry for a message: the existing one, updated, or a new one; undefined if the message is not shown. */
  entryOf(message: BotMessage, arrival: Arrival): BotEntry | undefined {
    if (handlings[message.type] !== 'shown') return undefined;
    const known = this.#index.update(this.store.state.entries).find(message, arrival.event);
    return known ? {...known, message} : this.#newEntry(message, arrival);
  }

  #show(message: BotMessage, arrival: Arrival): void {
    const newPart = this.#index.update(this.store.state.entries).newPartOf(message, arrival.event);
    if (newPart) this.store.apply({type: 'heard', entry: this.#newEntry(newPart, arrival), seen: this.looking});
  }

  #newEntry(message: BotMessage, {at = this.env.now(), who, from, event}: Arrival): BotEntry {
    const {agent} = this.store.state;
    const speaker = speakerOf(message, who ?? (from === 'bot' && agent?.is_bot === false ? undefined : agent));
    return {
      id: this.env.newId(),
      at,
      from: from ?? (speaker?.is_bot === false ? 'agent' : 'bot'),
      message,
      ...(speaker && {who: speaker}),
      ...(event !== undefined && {event}),
    };
  }

  #callAction(message: ActionMessage): void {
    const id = idOf(message);
    if (id !== undefined && this.#calledIds.has(id)) return;
    if (id !== undefined) this.#calledIds.add(id);
    this.store.apply({type: 'acted', code: message.action_code, args: message.args, message});
  }
}

/** A message may name its own speaker. */
function speakerOf({from_nick, from_avatar}: BotMessage, agent: Agent | undefined): Agent | undefined {
  if (!agent && from_nick === undefined && from_avatar === undefined) return undefined;
  return {...agent, ...(from_nick !== undefined && {nick: from_nick}), ...(from_avatar !== undefined && {avatar: from_avatar})};
}
