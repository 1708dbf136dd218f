import type {Agent, Speaker, TransportEvent} from '../../protocol/events.ts';
import {isRecord} from '../../protocol/safe-copy.ts';
import type {BotMessage} from '../../protocol/message.ts';
import type {DeskLine} from '../desk/desk.ts';
import type {Queue, Stage, StoredConversation} from '../stored.ts';
import type {Change} from '../store/store.ts';
import type {ConversationServices} from './conversation-services.ts';
import {agentOf} from './effects.ts';
import type {Handover} from './handover.ts';
import {messageEventsOf, writingTtl} from './message-events.ts';
import {notifyHooks} from './notify-hooks.ts';

const waitingStages: readonly Stage[] = ['transferring', 'queued'];
const deskStages: readonly Stage[] = ['queued', 'agent'];

type LeaveOptions = NonNullable<Parameters<DeskLine['left']>[2]>;

/** What people do in the conversations that are with them. */
export class DeskActions implements DeskLine {
  readonly #services: ConversationServices;
  readonly #handover: Handover;

  constructor(services: ConversationServices, handover: Handover) {
    this.#services = services;
    this.#handover = handover;
  }

  async queue(id: string, queue: Queue): Promise<boolean> {
    return (await this.#apply(id, {from: ['queued'], set: {queue}})) && this.#signal(id, ['queued'], {type: 'queue', ...queue});
  }

  async joined(id: string, agent: Agent): Promise<boolean> {
    const conversation = await this.#find(id, [...waitingStages, 'agent']);
    if (!conversation) return false;
    const {stage} = conversation;
    if (stage === 'agent' && isSameAgent(conversation.agent, agent)) return true;
    const accepted: readonly TransportEvent[] = stage === 'agent' ? [] : [{type: 'transfer', status: 'accepted'}];
    const set = {stage: 'agent', agent, queue: undefined, target: undefined} as const;
    const isStored = await this.#apply(id, {from: [stage], set, events: [...accepted, {type: 'joined', agent}]});
    // The desk's answer may have moved it on meanwhile: then try once more.
    return isStored || (stage === 'transferring' && this.joined(id, agent));
  }

  async say(id: string, agent: Agent, message: BotMessage, name: string): Promise<boolean> {
    if (!(await this.#find(id, deskStages))) return false;
    const {events, ephemeral} = await messageEventsOf([message], speaker(agent), this.#services);
    const isStored = events.length === 0 || (await this.#apply(id, {from: deskStages, once: `desk:${name}`, events}));
    if (isStored) for (const event of ephemeral) await this.#services.store.signal(id, event);
    return isStored;
  }

  async writing(id: string, agent: Agent, on: boolean): Promise<boolean> {
    return this.#signal(id, deskStages, {type: 'iswriting', on, ...(on && {ttl: writingTtl}), from: speaker(agent)});
  }

  async read(id: string, ref: string): Promise<boolean> {
    return this.#apply(id, {from: deskStages, once: `read:${ref}`, events: [{type: 'read', ref}]});
  }

  async left(id: string, agent: Agent, {reason, data}: LeaveOptions = {}): Promise<boolean> {
    const conversation = await this.#find(id, deskStages);
    const bot = conversation && this.#services.bots.get(conversation.bot);
    const set = {stage: 'bot', agent: bot?.options.agent && agentOf(bot), queue: undefined, target: undefined} as const;
    const events: TransportEvent[] = [{type: 'left', agent, ...(reason !== undefined && {reason})}];
    return this.#apply(id, {from: deskStages, set, events, ...(isRecord(data) && {data})});
  }

  async end(id: string, agent: Agent): Promise<boolean> {
    const events: TransportEvent[] = [
      {type: 'left', agent},
      {type: 'end', reason: 'agent'},
    ];
    const ended = await this.#apply(id, {from: deskStages, set: {stage: 'ended', queue: undefined}, events});
    if (ended) this.#services.wake(id);
    return ended;
  }

  async refuse(id: string): Promise<boolean> {
    const conversation = await this.#find(id, waitingStages);
    return conversation !== undefined && this.#handover.fail(conversation);
  }

  async #find(id: string, stages: readonly Stage[]): Promise<StoredConversation | undefined> {
    const conversation = await this.#services.store.read(id);
    return conversation && stages.includes(conversation.stage) ? conversation : undefined;
  }

  /** Resolves with true also if it was applied before under the same name. */
  async #apply(id: string, change: Change & {from: readonly Stage[]}): Promise<boolean> {
    const conversation = await this.#find(id, change.from);
    if (!conversation) return false;
    const stored = await this.#services.store.apply(id, change);
    if (stored) notifyHooks(this.#services.hooks, conversation, stored, change.set);
    return stored !== undefined || (change.once !== undefined && (await this.#find(id, change.from)) !== undefined);
  }

  async #signal(id: string, stages: readonly Stage[], event: TransportEvent): Promise<boolean> {
    if (!(await this.#find(id, stages))) return false;
    await this.#services.store.signal(id, event);
    return true;
  }
}

function speaker(agent: Agent): Speaker {
  return {...agent, kind: 'agent'};
}

function isSameAgent(one: Agent | undefined, other: Agent): boolean {
  return one?.id === other.id && one?.nick === other.nick && !one?.is_bot;
}
