import type {BotMessage} from '../../protocol/message.ts';
import {toPlainText} from '../../protocol/plain-text.ts';
import type {PartContext} from '../context.ts';
import {text} from '../text/text.ts';
import {bubble, type BubbleLook} from './bubble.ts';
import {fallback} from './fallback.ts';

/** The text and links of a message whose part is not loaded; `instead` if it has none. */
export function inWords(
  message: BotMessage,
  context: PartContext,
  look: BubbleLook,
  instead: () => unknown = () => fallback(message, context, look),
): unknown {
  const {labels, locale, options} = context;
  try {
    const said = toPlainText(message, {labels, locale, addresses: true, markdown: options.markdown});
    if (said) return bubble(look.side === 'visitor' ? said : text(said, context), look);
  } catch {
    // There are the words as they came.
  }
  return instead();
}
