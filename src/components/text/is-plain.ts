/** Anything that Markdown or HTML might treat as markup, anywhere or at the start of a line. */
const syntax = /[*_`<[\\@]|~~|&#?\w|:\/\/|www\.|\r|\n[^\S\n]*\n|^(?: {4}| {0,3}\t| {0,3}(?:[#>+=|-]|:-|\d{1,9}[.)](?:\s|$)))/im;

/** Whether a body has nothing but text and line breaks. It is then shown directly, without loading the Markdown chunk. */
export function isPlain(body: string): boolean {
  return !syntax.test(body);
}
