import {canonical} from '../components/language.ts';

export type KindName = 'text' | 'url' | 'colour' | 'language' | 'number' | 'presence';

/**
 * What an option accepts. A list names the accepted words, the default first; `true` and `false` are read as booleans.
 * Any other kind is free text, with `or` as the default if there is one.
 */
export interface OptionKind {
  readonly is: KindName | readonly [string, ...string[]];
  readonly or?: string | number;
}

export const options = {
  /** Full URL of a BotManager's message endpoint, which is asked directly. */
  bot: {is: 'url'},
  /** `settings.engine.type` of requests to the bot. */
  engine: {is: 'text', or: 'custom'},
  /** URL of a gateway, instead of `bot`. */
  gateway: {is: 'url'},
  /** Which of the gateway's widgets this is. */
  widget: {is: 'text'},
  /** Language of labels and formats, also sent to the bot; by default the page's `lang`, then the browser's. */
  language: {is: 'language'},
  /** The name in the header, until the bot says who is speaking. */
  heading: {is: 'text'},
  /** A line below the heading. */
  subtitle: {is: 'text'},
  /** URL of the picture beside the heading. */
  avatar: {is: 'url'},
  /** The brand colour, from which all others are derived. */
  brand: {is: 'colour'},
  /** Light or dark; `auto` follows the page, then the system. */
  theme: {is: ['auto', 'light', 'dark']},
  /** Where the conversation is stored. */
  storage: {is: ['local', 'session', 'none']},
  /** For how many days the conversation is stored. */
  retention: {is: 'number', or: 30},
  /** What happens to an answered group: choice marked and the rest inert; only the choice and "n others"; everything stays live. */
  'quick-replies-behaviour': {is: ['disable', 'collapse', 'keep']},
  /** Whether the text above a template is shown. */
  'template-body': {is: ['show', 'hide']},
  /** Whether a button's title is shown as if the visitor had written it. */
  'echo-postback': {is: ['true', 'false']},
  /** Whether the input is shown; `auto` hides it while only buttons make sense. */
  composer: {is: ['always', 'auto', 'hidden']},
  /** Whether a text may contain HTML, which is sanitized. */
  html: {is: ['safe', 'none']},
  /** Whether a text is read as Markdown. */
  markdown: {is: ['true', 'false']},
  /** Where links open. */
  links: {is: ['new-tab', 'same-tab']},
  /** Which pictures load by themselves. */
  images: {is: ['all', 'same-site', 'click']},
  /** Seconds to wait for an answer from a `bot`; 0 waits forever. */
  timeout: {is: 'number', or: 60},
  /** Whether messages that arrive together appear at reading speed. */
  pacing: {is: ['none', 'reading']},
  /** A short sound for messages that arrive while nobody is looking. */
  sound: {is: ['off', 'on']},
  /** What happens to card numbers, IBANs and e-mail addresses that a visitor types. */
  masking: {is: ['off', 'warn', 'mask', 'block']},
  /** Whether the visitor may change an earlier answer. */
  rewind: {is: ['false', 'true']},
  /** Whether the chat starts open. */
  open: {is: 'presence'},
  /** The corner of the launcher, in the reading direction. */
  position: {is: ['end', 'start']},
  /** Text beside the launcher. */
  teaser: {is: 'text'},
} as const satisfies Record<string, OptionKind>;

export type OptionName = keyof typeof options;

/** The attribute names of all options; a script tag prefixes them with `data-`. */
export const optionNames = Object.keys(options) as OptionName[];

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

/** The options of one element, with defaults where nothing valid is set. */
export type Options = {readonly [N in OptionName]: Value<(typeof options)[N]>};

/** Options that the launcher does not pass on to its chat. */
export const launcherOptions: readonly OptionName[] = ['open', 'position', 'teaser'];

/** Whether an option accepts this word. */
export function accepts(name: OptionName, word: string): boolean {
  const {is}: OptionKind = options[name];
  return typeof is === 'string' ? checks[is]?.(word) !== false : is.includes(word);
}

const checks: Partial<Record<KindName, (word: string) => boolean>> = {
  number: (word) => word.trim() !== '' && Number(word) >= 0,
  url: (word) => URL.canParse(word, document.baseURI),
  colour: (word) => CSS.supports('color', word),
  language: (word) => canonical(word) !== undefined,
};

/** Reads one option of an element; a value that is not accepted is ignored. */
export function readOption<N extends OptionName>(element: Element, name: N): Options[N] {
  return valueOf(name, element.getAttribute(name)) as Options[N];
}

function valueOf(name: OptionName, word: string | null): unknown {
  const {is, or}: OptionKind = options[name];
  if (is === 'presence') return word !== null;
  const accepted = word && accepts(name, word) ? word : undefined;
  if (typeof is === 'string') return is === 'number' && accepted ? Number(accepted) : (accepted ?? or);
  const value = accepted ?? is[0];
  return is.includes('true') ? value === 'true' : value;
}

/** All options of an element, from its attributes. */
export function readOptions(element: Element): Options {
  return Object.fromEntries(optionNames.map((name) => [name, readOption(element, name)])) as Options;
}
