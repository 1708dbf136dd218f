/** Something one can open beside the words. */
export interface Sheet {
  url: string;
  name: string;
  /** Whether it can be shown in place. */
  picture: boolean;
}

/** One thing that was said or happened. */
export interface Entry {
  id: string;
  from: 'visitor' | 'bot' | 'person' | 'note';
  /** Who, where that is known. */
  name?: string;
  words: string;
  sheets?: readonly Sheet[];
  /** ISO 8601. */
  ts: string;
  /** How far the words of a person came. */
  state?: 'sending' | 'sent' | 'read' | 'failed';
}

export type Place = 'waiting' | 'talking' | 'gone';

/** A visitor of the shop, as the desk sees one. Plain JSON: the page gets it as it is. */
export interface Visitor {
  /** Of the conversation. */
  id: string;
  name: string;
  /** What the bot and the shop's page know, in words. */
  known: readonly (readonly [name: string, value: string])[];
  language?: string;
  page?: {url: string; title: string};
  /** Tags or the person the visitor asked for. */
  wanted: string;
  /** Since when the visitor waits, ISO 8601. */
  since: string;
  place: Place;
  /** Id of the person who talks, or talked, to them. */
  person?: string;
  entries: readonly Entry[];
  /** Until when they are shown as writing, milliseconds since 1970. */
  writingUntil: number;
  /** Entries nobody of the desk has seen. */
  unseen: number;
}

/** Somebody who answers. */
export interface Person {
  id: string;
  nick: string;
  /** Words under the name. */
  status: string;
  /** Where the picture is, for browsers of visitors. */
  avatar?: string;
}
