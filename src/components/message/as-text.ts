import type {BotMessage} from '../../protocol/message.ts';
import {toPlainText} from '../../protocol/plain-text.ts';
import type {PartContext} from '../context.ts';
import {text} from '../text/text.ts';
import {bubble, type BubbleLook} from './bubble.ts';
import {fallback} from './fallback.ts';

/** A message as plain text with its links, until the code that draws it is loaded; `drawInstead` if there is no text or reading it fails. */
export function asText(
  message: BotMessage,
  context: PartContext,
  look: BubbleLook,
  drawInstead: () => unknown = () => fallback(message, context, look),
): unknown {
  const {labels, locale, options} = context;
  try {
    const plain = toPlainText(message, {labels, locale, addresses: true, markdown: options.markdown});
    if (plain) return bubble(look.side === 'visitor' ? plain : text(plain, context), look);
  } catch {
    // Falls through to the raw text.
  }
  return drawInstead();
}
