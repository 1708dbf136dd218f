import {vi, expect} from 'vitest';
import type {TransportEvent} from '../../../src/protocol/events.ts';
import type {NewEvent, NewTurn, StoredConversation} from '../../../src/gateway/stored.ts';
import type {Said, Store} from '../../../src/gateway/store/store.ts';

/** A store under test and its clock. */
export interface StoreFixture {
  store: Store;
  clock: {time: number};
}

/** Conformance tests that every store must pass, by title. */
export type StoreCases = Record<string, (bench: StoreFixture) => Promise<void>>;

export const startTime = Date.UTC(2026, 10, 20, 12);

export function conversation(id: string, more: Partial<StoredConversation> = {}): StoredConversation {
  return {id, widget: 'shop', bot: 'lamps', stage: 'bot', data: {}, createdAt: startTime, changedAt: startTime, lastEvent: 0, ...more};
}

export function botMessage(body: string): NewEvent {
  return {type: 'message', message: {code: 'message', type: 'text', body}, from: {kind: 'bot'}};
}

export function turn(id: string): NewTurn {
  return {id, event: 'continue', message: {code: 'message', type: 'text', body: id}};
}

export function visitorMessage(key: string, hash = `hash of ${key}`): Said {
  const event: NewEvent = {type: 'message', message: {code: 'message', type: 'text', body: key}, from: {kind: 'user'}, ref: key};
  return {key, hash, event, turn: turn(key)};
}

/** Creates a conversation in the store and returns its id. */
export async function createConversation(store: Store, id: string, more: Partial<StoredConversation> = {}): Promise<string> {
  await store.create(conversation(id, more), {});
  return id;
}

/** The stored events in order, each described in one line. */
export async function log(store: Store, id: string, after = 0): Promise<string[]> {
  return (await store.events(id, after)).map(describeEvent);
}

/** Describes an event, such as `3 hello`, or `- iswriting` for one that is not stored. */
export function describeEvent(event: TransportEvent): string {
  return `${event.id ?? '-'} ${event.type === 'message' && 'body' in event.message ? event.message.body : event.type}`;
}

/** Watches a conversation and records its events. */
export async function watchEvents(store: Store, id: string) {
  const events: TransportEvent[] = [];
  const stop = await store.watch(id, (event) => events.push(event));
  return {
    events,
    stop,
    lines: () => events.map(describeEvent),
    async until(count: number): Promise<string[]> {
      await vi.waitFor(() => expect(events.length).toBeGreaterThanOrEqual(count), {timeout: 10_000, interval: 5});
      return events.map(describeEvent);
    },
  };
}
