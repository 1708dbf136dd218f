/** An attachment of an entry. */
export interface Sheet {
  url: string;
  name: string;
  /** Whether it can be shown inline. */
  picture: boolean;
}

/** A message or an event. */
export interface Entry {
  id: string;
  from: 'visitor' | 'bot' | 'person' | 'note';
  /** Name of the sender, if known. */
  name?: string;
  words: string;
  sheets?: readonly Sheet[];
  /** ISO 8601. */
  ts: string;
  /** Delivery state of a person's message. */
  state?: 'sending' | 'sent' | 'read' | 'failed';
}

export type Place = 'waiting' | 'talking' | 'gone';

/** A visitor of the shop, as the desk sees them. Plain JSON, sent to the page as it is. */
export interface Visitor {
  /** Id of the conversation. */
  id: string;
  name: string;
  /** What the bot and the shop's page know, as names and values. */
  known: readonly (readonly [name: string, value: string])[];
  language?: string;
  page?: {url: string; title: string};
  /** Tags or person that the visitor asked for. */
  wanted: string;
  /** Start of the wait, ISO 8601. */
  since: string;
  place: Place;
  /** Id of the person in the conversation, also after its end. */
  person?: string;
  entries: readonly Entry[];
  /** End of the typing indicator, milliseconds since 1970. */
  writingUntil: number;
  /** Number of entries that nobody at the desk has seen. */
  unseen: number;
}

/** A person at the desk. */
export interface Person {
  id: string;
  nick: string;
  /** Text below the name. */
  status: string;
  /** URL of the picture, for browsers of visitors. */
  avatar?: string;
}
