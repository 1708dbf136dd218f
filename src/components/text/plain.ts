/** Anything that could be Markdown or HTML: a character anywhere, or one at the start of a line. */
const marked = /[*_`<[\\@]|~~|&#?\w|:\/\/|www\.|\r|\n[^\S\n]*\n|^(?: {4}| {0,3}\t| {0,3}(?:[#>+=|-]|:-|\d{1,9}[.)](?:\s|$)))/im;

/** Whether a body is only words and line breaks. Then it is drawn at once, and the Markdown chunk is not loaded. */
export function isPlain(body: string): boolean {
  return !marked.test(body);
}
