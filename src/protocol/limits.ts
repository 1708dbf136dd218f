/** How much of a bot's answer is taken in. Over a limit it is cut, and a `Problem` of code `too_much` says so. */
export interface Limits {
  /** UTF-8 bytes of what is kept of one answer, as JSON. */
  bytes: number;
  messages: number;
  /** Elements of one template. */
  elements: number;
  /** Buttons of one element, or at the foot of a template. */
  buttons: number;
  /** Quick replies of one message. */
  quickReplies: number;
  /** Characters (UTF-16 units) of one body, title or other text. */
  characters: number;
  /** How deeply a value this protocol does not know may nest. */
  depth: number;
  /** Files of one `multi-attachment`. */
  attachments: number;
  /** Points in time of one `timepicker`. */
  timeslots: number;
}

export const defaultLimits: Readonly<Limits> = {
  bytes: 1_000_000,
  messages: 100,
  elements: 50,
  buttons: 20,
  quickReplies: 100,
  characters: 50_000,
  depth: 32,
  attachments: 50,
  timeslots: 1_000,
};

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The beginning of a text, never ending in half of a character that takes two units. */
export function beginning(text: string, characters: number): string {
  const cut = text.slice(0, characters);
  return cut.length < text.length && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
