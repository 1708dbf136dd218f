import type {NewEvent, NewTurn, Stage, StoredConversation, StoredEvent} from '../../stored.ts';
import type {Change} from '../store.ts';

type Field = [name: string, value: string];

/** Mutable properties, each in a field of its own, so that changing one touches no other. */
const mutableFields = ['bot', 'language', 'context', 'agent', 'queue', 'target'] as const satisfies (keyof StoredConversation)[];

/** A new conversation as fields of its hash. */
export function toFields(conversation: StoredConversation): Field[] {
  const {stage, data, bot, language, context, agent, queue, target, ...fixed} = conversation;
  return [['fixed', JSON.stringify(fixed)], ...setFields({stage, bot, language, context, agent, queue, target}), ...dataFields(data)];
}

/** @param hash All fields of a conversation; empty if it does not exist. */
export function toConversation(hash: Record<string, string>): StoredConversation | undefined {
  if (hash['fixed'] === undefined) return undefined;
  const fixed = JSON.parse(hash['fixed']) as Omit<StoredConversation, 'stage' | 'data' | (typeof mutableFields)[number]>;
  const values = mutableFields.flatMap((name) => (hash[`v:${name}`] === undefined ? [] : [[name, parse(hash[`v:${name}`])]]));
  const data = Object.keys(hash).filter((name) => name.startsWith('d:'));
  return {
    ...fixed,
    ...(Object.fromEntries(values) as Pick<StoredConversation, (typeof mutableFields)[number]>),
    stage: hash['stage'] as Stage,
    data: Object.fromEntries(data.map((name) => [parse(name.slice(2)), parse(hash[name])])) as StoredConversation['data'],
    lastEvent: Number(hash['last']),
    changedAt: Number(hash['changed']),
  };
}

/** A change as the scripts expect it: lists, and JSON as strings. */
export function toChange({events = [], set = {}, data = {}, mostData, turns = [], from, once}: Change): string {
  return JSON.stringify({
    events: events.map((event) => JSON.stringify(event)),
    set: [...setFields(set), ...dataFields(data)],
    gone: mutableFields.filter((name) => name in set && set[name] === undefined).map((name) => `v:${name}`),
    turns: turns.map(toTurn),
    mostData,
    from,
    once,
  });
}

export function toTurn(turn: NewTurn): [id: string, body: string] {
  return [turn.id, JSON.stringify(turn)];
}

/** @param at Milliseconds since 1970. */
export function toEvent(body: string, number: number, at: number): StoredEvent {
  return {...(JSON.parse(body) as NewEvent), id: String(number), ts: new Date(at).toISOString()};
}

/** An event on a channel: its number, its time and itself, or `-` and itself. */
export function parsePublished(payload: string): NewEvent {
  if (payload.startsWith('- ')) return JSON.parse(payload.slice(2)) as NewEvent;
  const [number, at] = payload.split(' ', 2);
  return toEvent(payload.slice(`${number} ${at} `.length), Number(number), Number(at));
}

function setFields({stage, ...set}: NonNullable<Change['set']>): Field[] {
  const fields = mutableFields.filter((name) => set[name] !== undefined).map((name): Field => [`v:${name}`, JSON.stringify(set[name])]);
  return stage ? [['stage', stage], ...fields] : fields;
}

/** Names are JSON too: Lua's parser rejects half a surrogate pair. */
function dataFields(data: StoredConversation['data']): Field[] {
  return Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [`d:${JSON.stringify(name)}`, JSON.stringify(value)]);
}

function parse(json: string | undefined): unknown {
  return JSON.parse(json!);
}
