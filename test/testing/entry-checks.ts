import {expect} from 'vitest';
import type {BotEntry, Entry, VisitorEntry} from '../../src/protocol/entry.ts';

export function bodyOf({message}: {message: {type: string; body?: unknown}}): string {
  return String(message.body);
}

export function expectNoDuplicates(entries: readonly Entry[]): void {
  const ids = entries.map(({id}) => id);
  const words = [...botEntries(entries), ...visitorEntries(entries)].map((entry) => `${entry.from}: ${bodyOf(entry)}`);
  if (new Set(ids).size < ids.length || new Set(words).size < words.length)
    expect(words, 'something is shown twice').toEqual([...new Set(words)]);
}

export function visitorEntries(entries: readonly Entry[]): VisitorEntry[] {
  return entries.filter((entry) => entry.from === 'visitor');
}

export function botEntries(entries: readonly Entry[]): BotEntry[] {
  return entries.filter((entry): entry is BotEntry => entry.from === 'bot' || entry.from === 'agent');
}

export function answersTo(words: string, entries: readonly Entry[]): BotEntry[] {
  return botEntries(entries).filter((entry) => bodyOf(entry).startsWith(`re: ${words} `));
}
