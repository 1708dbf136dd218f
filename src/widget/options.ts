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
  /** Full address of a BotManager's message endpoint, asked directly. */
  bot: {is: 'url'},
  /** `settings.engine.type`, as the bot is asked with it. */
  engine: {is: 'text', or: 'custom'},
  /** Address of a gateway, in place of `bot`. */
  gateway: {is: 'url'},
  /** Which of the gateway's widgets this is. */
  widget: {is: 'text'},
  /** Of labels and formats, and what the bot is told; the page's `lang` unless given, then the browser's. */
  language: {is: 'language'},
  /** The name in the header, until the bot says who speaks. */
  heading: {is: 'text'},
  /** Words below the heading. */
  subtitle: {is: 'text'},
  /** Address of the picture beside the heading. */
  avatar: {is: 'url'},
  /** The one colour all others come from. */
  brand: {is: 'colour'},
  /** Light or dark; `auto` follows the page, then the system. */
  theme: {is: ['auto', 'light', 'dark']},
  /** Where the conversation is kept. */
  storage: {is: ['local', 'session', 'none']},
  /** For how many days the conversation is kept. */
  retention: {is: 'number', or: 30},
  /** What becomes of an answered group: marked and inert, the choice and "n others", or all stay live. */
  'quick-replies-behaviour': {is: ['disable', 'collapse', 'keep']},
  /** The text above a template. */
  'template-body': {is: ['show', 'hide']},
  /** Whether a button's title is shown as the visitor's words. */
  'echo-postback': {is: ['true', 'false']},
  /** Where the visitor writes; `auto` hides it while only buttons make sense. */
  composer: {is: ['always', 'auto', 'hidden']},
  /** Whether a text may hold HTML, sanitized. */
  html: {is: ['safe', 'none']},
  /** Whether a text is read as Markdown. */
  markdown: {is: ['true', 'false']},
  /** Where links open. */
  links: {is: ['new-tab', 'same-tab']},
  /** Whose pictures load by themselves. */
  images: {is: ['all', 'same-site', 'click']},
  /** Seconds an answer of a `bot` may take; 0 for as long as it takes. */
  timeout: {is: 'number', or: 60},
  /** Whether several messages at once appear at reading speed. */
  pacing: {is: ['none', 'reading']},
  /** A short sound for what comes while nobody looks. */
  sound: {is: ['off', 'on']},
  /** What becomes of card numbers, IBANs and e-mail addresses that a visitor writes. */
  masking: {is: ['off', 'warn', 'mask', 'block']},
  /** Whether the visitor may change an earlier answer. */
  rewind: {is: ['false', 'true']},
  /** Shown open. */
  open: {is: 'presence'},
  /** Which corner, in the reading direction. */
  position: {is: ['end', 'start']},
  /** Words beside the launcher. */
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
