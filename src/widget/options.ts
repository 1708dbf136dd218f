import {type OptionName, optionNames} from './option-names.ts';

/**
 * What an option accepts. A list names the accepted words, the default first, and `true`/`false` are read as booleans;
 * the others are free text of a kind, with `or` as the default where there is one.
 */
interface OptionKind {
  readonly is: 'text' | 'url' | 'colour' | 'language' | 'number' | 'presence' | readonly [string, ...string[]];
  readonly or?: string | number;
}

export const options = {
  bot: {is: 'url'},
  engine: {is: 'text', or: 'custom'},
  gateway: {is: 'url'},
  widget: {is: 'text'},
  language: {is: 'language'},
  heading: {is: 'text'},
  subtitle: {is: 'text'},
  avatar: {is: 'url'},
  brand: {is: 'colour'},
  theme: {is: ['auto', 'light', 'dark']},
  storage: {is: ['local', 'session', 'none']},
  retention: {is: 'number', or: 30},
  'quick-replies-behaviour': {is: ['disable', 'collapse', 'keep']},
  'template-body': {is: ['show', 'hide']},
  'echo-postback': {is: ['true', 'false']},
  composer: {is: ['always', 'auto', 'hidden']},
  html: {is: ['safe', 'none']},
  markdown: {is: ['true', 'false']},
  links: {is: ['new-tab', 'same-tab']},
  images: {is: ['all', 'same-site', 'click']},
  timeout: {is: 'number', or: 60},
  pacing: {is: ['none', 'reading']},
  sound: {is: ['off', 'on']},
  masking: {is: ['off', 'warn', 'mask', 'block']},
  rewind: {is: ['false', 'true']},
  open: {is: 'presence'},
  position: {is: ['end', 'start']},
  teaser: {is: 'text'},
} as const satisfies Record<OptionName, OptionKind>;

type Word<K> = K extends readonly (infer W)[] ? (W extends 'true' | 'false' ? boolean : W) : never;
type Value<K extends OptionKind> = K['is'] extends readonly string[]
  ? Word<K['is']>
  : K['is'] extends 'number'
    ? number
    : K['is'] extends 'presence'
      ? boolean
      : K extends {or: string}
        ? string
        : string | undefined;

/** The options of one element, read: each has its default where nothing valid was said. */
export type Options = {readonly [N in OptionName]: Value<(typeof options)[N]>};

/** Options that are the launcher's own business. */
export const launcherOptions: readonly OptionName[] = ['open', 'position', 'teaser'];

/** What an option accepts, in words for a developer, or nothing when it accepts this. */
export function objection(name: OptionName, word: string): string | undefined {
  const {is}: OptionKind = options[name];
  if (typeof is !== 'string') return is.includes(word) ? undefined : is.map((one) => `"${one}"`).join(', ');
  const check = checks[is];
  return check && !check.accepts(word) ? check.words : undefined;
}

const checks: Partial<Record<Extract<OptionKind['is'], string>, {words: string; accepts: (word: string) => boolean}>> = {
  number: {words: 'a number from 0 on', accepts: (word) => word.trim() !== '' && Number(word) >= 0},
  url: {words: 'an address', accepts: (word) => URL.canParse(word, document.baseURI)},
  colour: {words: 'a colour of CSS', accepts: (word) => CSS.supports('color', word)},
  language: {words: 'a language such as "en" or "it-IT"', accepts: isLanguage},
};

function isLanguage(word: string): boolean {
  try {
    return Intl.getCanonicalLocales(word).length === 1;
  } catch {
    return false; // That is the answer.
  }
}

/** Reads one option of an element; what is not accepted counts as not said. */
export function readOption<N extends OptionName>(element: Element, name: N): Options[N] {
  return valueOf(name, element.getAttribute(name)) as Options[N];
}

function valueOf(name: OptionName, word: string | null): unknown {
  const {is, or}: OptionKind = options[name];
  if (is === 'presence') return word !== null;
  const said = word === null || word === '' || objection(name, word) ? undefined : word;
  if (typeof is === 'string') return is === 'number' && said ? Number(said) : (said ?? or);
  const value = said ?? is[0];
  return is.includes('true') ? value === 'true' : value;
}

/** All options of an element, from its attributes. */
export function readOptions(element: Element): Options {
  return Object.fromEntries(optionNames.map((name) => [name, readOption(element, name)])) as Options;
}
