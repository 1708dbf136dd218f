import type {Entry} from '../../protocol/entry.ts';
import type {MessageType} from '../../protocol/message.ts';

/** Pixels per type of message at the default text size, until something has been measured. */
const usual: Readonly<Partial<Record<MessageType, number>>> = {
  attachment: 232,
  'multi-attachment': 230,
  location: 230,
  timepicker: 260,
  link: 76,
};
const notice = 40;
const line = 22;
const charactersInLine = 34;

/** Estimates the heights of entries, and learns from every stretch that is measured. */
export class Heights {
  #measured = 0;
  #guessed = 0;

  /** The probable height of these entries in pixels. */
  of(entries: readonly Entry[]): number {
    return Math.round(sum(entries) * (this.#guessed ? this.#measured / this.#guessed : 1));
  }

  learn(entries: readonly Entry[], pixels: number): void {
    this.#measured += pixels;
    this.#guessed += sum(entries);
  }

  /** Discards what was learnt at another width. */
  forget(): void {
    this.#measured = this.#guessed = 0;
  }
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, entry) => total + guess(entry), 0);
}

function guess(entry: Entry): number {
  if (entry.from === 'system') return notice;
  const {message} = entry;
  if (message.type !== 'text' && message.type !== 'postback') return usual[message.type] ?? 60;
  const words = 26 + line * Math.ceil(message.body.length / charactersInLine);
  if (message.type === 'postback') return words;
  return words + (message.template ? 330 : 0) + (message.quick_replies?.length ? 60 : 0);
}
