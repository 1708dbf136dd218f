/** How much of a bot's answer is read. Anything over a limit is cut, and reported as a `Problem` with the code `too_much`. */
export interface Limits {
  /** UTF-8 bytes of one answer, as JSON after reading; 1,000,000 by default. */
  bytes: number;
  /** Messages of one answer; 100 by default. */
  messages: number;
  /** Elements of one template; 50 by default. */
  elements: number;
  /** Buttons of one element, or below a template; 20 by default. */
  buttons: number;
  /** Quick replies of one message; 100 by default. */
  quickReplies: number;
  /** Characters (UTF-16 units) of one body, title or other text; 50,000 by default. */
  characters: number;
  /** How deeply a value unknown to the protocol may nest; 32 by default. */
  depth: number;
  /** Files of one `multi-attachment`; 50 by default. */
  attachments: number;
  /** Time slots of one `timepicker`; 1,000 by default. */
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

/** Length of a text in UTF-8 bytes. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The beginning of a text; never cuts a surrogate pair in half. */
export function truncate(text: string, characters: number): string {
  const cut = text.slice(0, characters);
  return cut.length < text.length && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
