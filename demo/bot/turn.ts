import type {AgentContext} from './contract.ts';
import {lamps, rooms, type Lamp, type Room} from '../catalogue.ts';
import {placeOf, type Place} from '../samples/sample.ts';
import type {BotRequest, Scalar} from '../../src/protocol/exchange.ts';
import type {VisitorMessage} from '../../src/protocol/message.ts';

/** What the bot remembers of a conversation. It travels in `context` through the browser, so nothing in it is trusted. */
export interface Memory {
  room?: Room;
  /** Id of the lamp discussed last. */
  lamp?: string;
  /** The question that the visitor's next message answers. */
  asked?: 'table' | 'order' | 'name';
  /** Number of consecutive messages not understood. */
  lost?: number;
}

/** One turn of the visitor, prepared for matching. */
export interface Turn extends AgentContext {
  request: BotRequest;
  message: VisitorMessage | undefined;
  /** The text of the visitor, unchanged. */
  said: string;
  /** The text in lower case without punctuation, with a space at both ends: ` where is my order nl 1042 `. */
  words: string;
  payload: string;
  memory: Memory;
  /** Name to address the visitor by. */
  name: string | undefined;
  place: Place;
}

/** What the bot says. */
export interface Reply {
  messages: readonly unknown[];
  event?: 'end';
  /** Changes of the memory; `undefined` forgets a key, others stay. */
  memory?: {[K in keyof Memory]: Memory[K] | undefined};
  /** What was learned about the visitor. */
  data?: Readonly<Record<string, Scalar>>;
}

/** A `Response` is sent as it is, undefined gives an empty body; both only for testing how a chat handles them. */
export type Outcome = Reply | Response | undefined;

/** Something the bot can talk about. */
export interface Topic {
  /** Prefixes of its payloads, such as `bulb:`. */
  payloads?: readonly string[];
  /** Words and phrases it is recognised by, in the form of `words`. */
  keywords?: readonly string[];
  /** Yields to any other recognised topic: naming a thing says less than asking about it. */
  weak?: true;
  /** Claims the turn regardless of other topics. */
  claims?(turn: Turn): boolean;
  answer(turn: Turn): Outcome | Promise<Outcome>;
}

export function turnOf(request: BotRequest, surroundings: AgentContext): Turn {
  const {message, context = {}, data = {}} = request;
  const said = message && 'body' in message ? message.body.trim() : '';
  return {
    ...surroundings,
    request,
    message,
    said,
    words: wordsOf(said),
    payload: (message && 'payload' in message && message.payload) || '',
    memory: remembered(context),
    name: [data['firstname'], data['name'], data['fullName']].find(
      (name): name is string => typeof name === 'string' && name.trim() !== '',
    ),
    place: placeOf(surroundings),
  };
}

export function wordsOf(said: string): string {
  const plain = said.toLowerCase().normalize('NFKC').replace(/['’]/g, '');
  const spaced = ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
  // A table lamp is not about tables.
  return spaced.replace(/ (table|desk|floor|standing|wall) (lamps?) /g, ' $1$2 ');
}

/** How well the text matches some words: the number of letters of those that occur, singular or plural. */
export function weightOf(called: readonly string[], {words}: Pick<Turn, 'words'>): number {
  return called
    .filter((phrase) => words.includes(` ${phrase} `) || words.includes(` ${phrase}s `))
    .reduce((sum, {length}) => sum + length, 0);
}

/** The lamp named, or else the one discussed last. */
export function lampOf(turn: Turn): Lamp | undefined {
  return namedLamp(turn) ?? lamps.find(({id}) => id === turn.memory.lamp);
}

/** The lamp that a payload or the words name. */
export function namedLamp({payload, words}: Pick<Turn, 'payload' | 'words'>): Lamp | undefined {
  const [, id = ''] = payload.split(':');
  return lamps.find((lamp) => lamp.id === id) ?? lamps.find((lamp) => weightOf([lamp.id, ...lamp.synonyms], {words}) > 0);
}

function remembered(context: Readonly<Record<string, unknown>>): Memory {
  const {room, lamp, asked, lost} = context;
  return {
    ...(typeof room === 'string' && Object.hasOwn(rooms, room) && {room: room as Room}),
    ...(typeof lamp === 'string' && lamps.some(({id}) => id === lamp) && {lamp}),
    ...((asked === 'table' || asked === 'order' || asked === 'name') && {asked}),
    ...(typeof lost === 'number' && {lost}),
  };
}
