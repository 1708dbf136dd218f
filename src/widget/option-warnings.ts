import {accepts, type KindName, type OptionKind, type OptionName, optionNames, options} from './options.ts';

/** Names that authors may expect. `title` and `lang` count only with `data-`, since every element has attributes of these names. */
const aliases: Readonly<Record<string, OptionName>> = {
  'data-title': 'heading',
  'data-lang': 'language',
  color: 'brand',
  colour: 'brand',
  url: 'bot',
};

const kindDescriptions: Partial<Record<KindName, string>> = {
  number: 'a number from 0 on',
  url: 'an address',
  colour: 'a colour of CSS',
  language: 'a language such as "en" or "it-IT"',
};

/** Warns the page's author in the console about invalid options. The chat uses the defaults instead. */
export function warnOfInvalidOptions(element: Element): void {
  for (const {name, value} of element.attributes) {
    const problem = optionProblemOf(name, value);
    if (problem) console.warn(`Parley: ${problem} on <${element.localName}>.`);
  }
}

/** Describes what is wrong with an attribute; undefined if nothing is. */
export function optionProblemOf(name: string, value: string): string | undefined {
  if (isOption(name)) {
    if (value === '' || accepts(name, value)) return undefined;
    return `the option ${name}="${value}" is not known, it takes ${acceptedValues(name)}; the default holds`;
  }
  const suggestion = aliases[name] ?? optionNames.find((option) => isSimilar(normalize(name), normalize(option)));
  return suggestion && `there is no option "${name}", did you mean "${suggestion}"?`;
}

function acceptedValues(name: OptionName): string | undefined {
  const {is}: OptionKind = options[name];
  return typeof is === 'string' ? kindDescriptions[is] : is.map((word) => `"${word}"`).join(', ');
}

function isOption(name: string): name is OptionName {
  return (optionNames as readonly string[]).includes(name);
}

/** Ignores what is easily confused: the prefix `data-`, hyphens and case. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/^data-|[-_]/g, '');
}

/** Whether two names differ by at most one typo per four letters, and never more than three. */
function isSimilar(a: string, b: string): boolean {
  return editDistance(a, b) <= Math.min(3, Math.floor(b.length / 4));
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({length: b.length + 1}, (_, index) => index);
  let beforePrevious = previous;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const transposed = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforePrevious[j - 2]! + 1 : Infinity;
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, substituted, transposed));
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length]!;
}
