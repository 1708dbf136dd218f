import type {Entry} from '../../protocol/entry.ts';
import type {MessageType} from '../../protocol/message.ts';

/** Pixels per type of message at the default text size, until something has been measured. */
const typicalHeights: Readonly<Partial<Record<MessageType, number>>> = {
  attachment: 232,
  'multi-attachment': 230,
  location: 230,
  timepicker: 260,
  link: 76,
};
const noticeHeight = 40;
const lineHeight = 22;
const charactersPerLine = 34;

/** Estimates the heights of entries, and learns from every chunk that is measured. */
export class Heights {
  #measured = 0;
  #estimated = 0;

  /** The probable height of these entries in pixels. */
  of(entries: readonly Entry[]): number {
    return Math.round(estimateAll(entries) * (this.#estimated ? this.#measured / this.#estimated : 1));
  }

  learn(entries: readonly Entry[], pixels: number): void {
    this.#measured += pixels;
    this.#estimated += estimateAll(entries);
  }

  /** Discards what was learnt at another width. */
  reset(): void {
    this.#measured = this.#estimated = 0;
  }
}

function estimateAll(entries: readonly Entry[]): number {
  return entries.reduce((total, entry) => total + estimate(entry), 0);
}

function estimate(entry: Entry): number {
  if (entry.from === 'system') return noticeHeight;
  const {message} = entry;
  if (message.type !== 'text' && message.type !== 'postback') return typicalHeights[message.type] ?? 60;
  const textHeight = 26 + lineHeight * Math.ceil(message.body.length / charactersPerLine);
  if (message.type === 'postback') return textHeight;
  return textHeight + (message.template ? 330 : 0) + (message.quick_replies?.length ? 60 : 0);
}
