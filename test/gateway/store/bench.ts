import {vi, expect} from 'vitest';
import type {TransportEvent} from '../../../src/protocol/events.ts';
import type {NewEvent, NewTurn, StoredConversation} from '../../../src/gateway/stored.ts';
import type {Said, Store} from '../../../src/gateway/store/store.ts';

/** A store on the bench, and the clock it reads. */
export interface Bench {
  store: Store;
  clock: {time: number};
}

/** What every store must do, whatever it is made of; named by what it shows. */
export type Cases = Record<string, (bench: Bench) => Promise<void>>;

export const start = Date.UTC(2026, 10, 20, 12);

export function conversation(id: string, more: Partial<StoredConversation> = {}): StoredConversation {
  return {id, widget: 'shop', bot: 'lamps', stage: 'bot', data: {}, createdAt: start, changedAt: start, lastEvent: 0, ...more};
}

export function words(body: string): NewEvent {
  return {type: 'message', message: {code: 'message', type: 'text', body}, from: {kind: 'bot'}};
}

export function turn(id: string): NewTurn {
  return {id, event: 'continue', message: {code: 'message', type: 'text', body: id}};
}

export function said(key: string, hash = `hash of ${key}`): Said {
  const event: NewEvent = {type: 'message', message: {code: 'message', type: 'text', body: key}, from: {kind: 'user'}, ref: key};
  return {key, hash, event, turn: turn(key)};
}

/** A conversation in the store, ready to be talked in. */
export async function begun(store: Store, id: string, more: Partial<StoredConversation> = {}): Promise<string> {
  await store.create(conversation(id, more), {});
  return id;
}

/** What is said in the log, in order. */
export async function log(store: Store, id: string, after = 0): Promise<string[]> {
  return (await store.events(id, after)).map(describe);
}

/** Such as `3 hello`, or `- iswriting` for what is not kept. */
export function describe(event: TransportEvent): string {
  return `${event.id ?? '-'} ${event.type === 'message' && 'body' in event.message ? event.message.body : event.type}`;
}

/** Listens until a number of events have come. */
export async function listen(store: Store, id: string) {
  const heard: TransportEvent[] = [];
  const stop = await store.watch(id, (event) => heard.push(event));
  return {
    heard,
    stop,
    said: () => heard.map(describe),
    async until(count: number): Promise<string[]> {
      await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(count), {timeout: 10_000, interval: 5});
      return heard.map(describe);
    },
  };
}
