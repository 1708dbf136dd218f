import {ownValue} from './safe-copy.ts';

/** Properties in which other platforms keep text, in the order they are said. */
const textKeys = ['title', 'subtitle', 'body', 'text', 'message', 'description', 'desc', 'caption'];

/** The texts in a message of an unknown type. */
export function fallbackTexts(message: object): string[] {
  return textKeys
    .map((name) => ownValue(message, name))
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '');
}
