import type {Surroundings} from './contract.ts';
import {lamps, rooms, type Lamp, type Room} from '../catalogue.ts';
import {placeOf, type Place} from '../samples/sample.ts';
import type {BotRequest, Scalar} from '../../src/protocol/exchange.ts';
import type {VisitorMessage} from '../../src/protocol/message.ts';

/** What the bot remembers of a conversation. It travels in `context` and comes back from a browser: nothing in it is trusted. */
export interface Memory {
  room?: Room;
  /** Id of the lamp talked about last. */
  lamp?: string;
  /** What the next words of the visitor answer. */
  asked?: 'table' | 'order' | 'name';
  /** How often in a row nothing was understood. */
  lost?: number;
}

/** One turn of the visitor, ready to be understood. */
export interface Turn extends Surroundings {
  request: BotRequest;
  message: VisitorMessage | undefined;
  /** What the visitor said, as said. */
  said: string;
  /** The same in lower case without signs, with a space at both ends: ` where is my order nl 1042 `. */
  words: string;
  payload: string;
  memory: Memory;
  /** What the visitor may be called by. */
  name: string | undefined;
  place: Place;
}

/** What the bot says. */
export interface Reply {
  messages: readonly unknown[];
  event?: 'end';
  /** What to remember; `undefined` forgets. What is not named stays. */
  memory?: {[K in keyof Memory]: Memory[K] | undefined};
  /** What was learned of the visitor. */
  data?: Readonly<Record<string, Scalar>>;
}

/** A `Response` is sent as it is, undefined is an empty body: only to try what a chat makes of them. */
export type Outcome = Reply | Response | undefined;

/** Something the bot can talk about. */
export interface Topic {
  /** Beginnings of payloads of its own, such as `bulb:`. */
  payloads?: readonly string[];
  /** Words and phrases it is recognised by, as they stand in `words`. */
  called?: readonly string[];
  /** Yields to any other topic that is recognised: naming a thing says less than asking something of it. */
  weak?: true;
  /** Takes the turn whatever else its words may mean. */
  claims?(turn: Turn): boolean;
  answer(turn: Turn): Outcome | Promise<Outcome>;
}

export function turnOf(request: BotRequest, surroundings: Surroundings): Turn {
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
  // A table lamp has nothing to do with tables.
  return spaced.replace(/ (table|desk|floor|standing|wall) (lamps?) /g, ' $1$2 ');
}

/** How much of what was said speaks for some words: letters of those that occur, also in their plural. */
export function weightOf(called: readonly string[], {words}: Pick<Turn, 'words'>): number {
  return called
    .filter((phrase) => words.includes(` ${phrase} `) || words.includes(` ${phrase}s `))
    .reduce((sum, {length}) => sum + length, 0);
}

/** The lamp that is named; else, the one talked about. */
export function lampOf(turn: Turn): Lamp | undefined {
  return namedLamp(turn) ?? lamps.find(({id}) => id === turn.memory.lamp);
}

/** The lamp that a payload or the words name. */
export function namedLamp({payload, words}: Pick<Turn, 'payload' | 'words'>): Lamp | undefined {
  const [, id = ''] = payload.split(':');
  return lamps.find((lamp) => lamp.id === id) ?? lamps.find((lamp) => weightOf([lamp.id, ...lamp.called], {words}) > 0);
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
