import type {Agent, Speaker, TransportEvent} from '../../protocol/events.ts';
import {isRecord} from '../../protocol/safe-copy.ts';
import type {BotMessage} from '../../protocol/message.ts';
import type {DeskLine} from '../desk/desk.ts';
import type {Queue, Stage, StoredConversation} from '../stored.ts';
import type {Change} from '../store/store.ts';
import type {Backstage} from './backstage.ts';
import {agentOf} from './consequences.ts';
import type {Handover} from './handover.ts';
import {spoken, writingLife} from './spoken.ts';
import {tellHooks} from './told.ts';

const waiting: readonly Stage[] = ['transferring', 'queued'];
const theirs: readonly Stage[] = ['queued', 'agent'];

type Parting = NonNullable<Parameters<DeskLine['left']>[2]>;

/** What people do in the conversations that are with them. */
export class PeopleLine implements DeskLine {
  readonly #back: Backstage;
  readonly #handover: Handover;

  constructor(back: Backstage, handover: Handover) {
    this.#back = back;
    this.#handover = handover;
  }

  async queue(id: string, queue: Queue): Promise<boolean> {
    return (await this.#apply(id, {from: ['queued'], set: {queue}})) && this.#pass(id, ['queued'], {type: 'queue', ...queue});
  }

  async joined(id: string, agent: Agent): Promise<boolean> {
    const conversation = await this.#found(id, [...waiting, 'agent']);
    if (!conversation) return false;
    const {stage} = conversation;
    if (stage === 'agent' && isSame(conversation.agent, agent)) return true;
    const accepted: readonly TransportEvent[] = stage === 'agent' ? [] : [{type: 'transfer', status: 'accepted'}];
    const set = {stage: 'agent', agent, queue: undefined, target: undefined} as const;
    const kept = await this.#apply(id, {from: [stage], set, events: [...accepted, {type: 'joined', agent}]});
    // The desk's answer may have moved it on meanwhile: then try once more.
    return kept || (stage === 'transferring' && this.joined(id, agent));
  }

  async say(id: string, agent: Agent, message: BotMessage, name: string): Promise<boolean> {
    if (!(await this.#found(id, theirs))) return false;
    const {events, passing} = await spoken([message], speaker(agent), this.#back);
    const kept = events.length === 0 || (await this.#apply(id, {from: theirs, once: `desk:${name}`, events}));
    if (kept) for (const event of passing) await this.#back.store.signal(id, event);
    return kept;
  }

  async writing(id: string, agent: Agent, on: boolean): Promise<boolean> {
    return this.#pass(id, theirs, {type: 'iswriting', on, ...(on && {ttl: writingLife}), from: speaker(agent)});
  }

  async read(id: string, ref: string): Promise<boolean> {
    return this.#apply(id, {from: theirs, once: `read:${ref}`, events: [{type: 'read', ref}]});
  }

  async left(id: string, agent: Agent, {reason, data}: Parting = {}): Promise<boolean> {
    const conversation = await this.#found(id, theirs);
    const bot = conversation && this.#back.bots.get(conversation.bot);
    const set = {stage: 'bot', agent: bot?.options.agent && agentOf(bot), queue: undefined, target: undefined} as const;
    const events: TransportEvent[] = [{type: 'left', agent, ...(reason !== undefined && {reason})}];
    return this.#apply(id, {from: theirs, set, events, ...(isRecord(data) && {data})});
  }

  async end(id: string, agent: Agent): Promise<boolean> {
    const events: TransportEvent[] = [
      {type: 'left', agent},
      {type: 'end', reason: 'agent'},
    ];
    const ended = await this.#apply(id, {from: theirs, set: {stage: 'ended', queue: undefined}, events});
    if (ended) this.#back.wake(id);
    return ended;
  }

  async refuse(id: string): Promise<boolean> {
    const conversation = await this.#found(id, waiting);
    return conversation !== undefined && this.#handover.fail(conversation);
  }

  async #found(id: string, stages: readonly Stage[]): Promise<StoredConversation | undefined> {
    const conversation = await this.#back.store.read(id);
    return conversation && stages.includes(conversation.stage) ? conversation : undefined;
  }

  /** Resolves with true also if it was applied before under the same name. */
  async #apply(id: string, change: Change & {from: readonly Stage[]}): Promise<boolean> {
    const conversation = await this.#found(id, change.from);
    if (!conversation) return false;
    const kept = await this.#back.store.apply(id, change);
    if (kept) tellHooks(this.#back.hooks, conversation, kept, change.set);
    return kept !== undefined || (change.once !== undefined && (await this.#found(id, change.from)) !== undefined);
  }

  async #pass(id: string, stages: readonly Stage[], event: TransportEvent): Promise<boolean> {
    if (!(await this.#found(id, stages))) return false;
    await this.#back.store.signal(id, event);
    return true;
  }
}

function speaker(agent: Agent): Speaker {
  return {...agent, kind: 'agent'};
}

function isSame(one: Agent | undefined, other: Agent): boolean {
  return one?.id === other.id && one?.nick === other.nick && !one?.is_bot;
}
