import type {Delivery, Entry, Notice, VisitorEntry} from '../src/protocol/entry.ts';
import {messageOf, shown} from './shown.ts';

const noon = new Date().setHours(12, 0, 0, 0);
/** A person of the workshop. */
export const mira = {nick: 'Mira Halvorsen', avatar: `${location.origin}/pictures/mark.svg`};

/** Entries for samples, one after the other. */
export function said(names: readonly string[], from: 'bot' | 'agent' = 'bot'): Entry[] {
  const known = names.filter((name) => name in shown) as (keyof typeof shown)[];
  return known.map((name, index) => ({id: `${name}-${index}`, at: noon + index * 20_000, from, message: messageOf(name)}));
}

/** A message of the visitor, a minute after noon plus `seconds`. */
export function visitor(body: string, delivery: Delivery = 'sent', seconds = 0): VisitorEntry {
  return {
    id: `${delivery}-${body}`,
    at: noon + 60_000 + seconds * 1000,
    from: 'visitor',
    message: {code: 'message', type: 'text', body},
    delivery,
  };
}

/** A notice. */
export function notice(kind: Notice): Entry {
  return {id: kind, at: noon + 120_000, from: 'system', notice: kind};
}
