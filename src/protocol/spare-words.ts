import {own} from './safe-copy.ts';

/** Names under which other platforms keep words, in the order they are said. */
const names = ['title', 'subtitle', 'body', 'text', 'message', 'description', 'desc', 'caption'];

/** What words there are in a message that nobody has described. */
export function spareWords(message: object): string[] {
  return names.map((name) => own(message, name)).filter((value): value is string => typeof value === 'string' && value.trim() !== '');
}
