/** Anything that Markdown or HTML could take for markup: a sign anywhere, or one at the start of a line. */
const marked = /[*_`<[\\@]|~~|&#?\w|:\/\/|www\.|\r|\n[^\S\n]*\n|^(?: {4}| {0,3}\t| {0,3}(?:[#>+=|-]|:-|\d{1,9}[.)](?:\s|$)))/im;

/** Whether a body is words and line breaks only. It then is drawn at once, and the Markdown chunk is never asked for. */
export function isPlain(body: string): boolean {
  return !marked.test(body);
}
