import {nothing} from 'lit';
import type {BotMessage, MessageOf, MessageType} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {drawLate} from '../draw-late.ts';
import {drawSafely} from '../draw-safely.ts';
import {lateParts} from '../late-parts.ts';
import {quickReplies} from '../quick-replies/quick-replies.ts';
import {renderers} from '../renderers.ts';
import type {BubbleLook} from './bubble.ts';
import {fallback} from './fallback.ts';
import {asText} from './as-text.ts';

/**
 * Draws a message with the page's renderer for its type, or else with ours. Quick replies are drawn separately, by `drawReplies`.
 * Never throws: a message that cannot be drawn is shown as the text it contains.
 */
export function drawMessage(message: BotMessage, context: PartContext, look: BubbleLook = {}): unknown {
  const customRenderer =
    look.side === 'visitor' ? undefined : context.renderers.get(message.type === 'unknown' ? message.kind : message.type);
  const drawDefault = (): unknown => drawBuiltIn(message, context, look);
  // Parts of the message may have custom types, too: the whole message is redrawn once the custom code is loaded.
  return context.renderers.size ? drawLate(lateParts.custom, [customRenderer, message, context, drawDefault], drawDefault) : drawDefault();
}

/** Draws a message's quick replies separately, because they belong on the visitor's side. */
export function drawReplies(message: BotMessage, context: PartContext): unknown {
  if (message.type !== 'text') return nothing;
  return drawSafely(
    () => quickReplies(message, context),
    () => asText({code: 'message', type: 'text', body: '', quick_replies: message.quick_replies ?? []}, context, {}, () => nothing),
  );
}

function drawBuiltIn<T extends MessageType>(message: MessageOf<T>, context: PartContext, look: BubbleLook): unknown {
  return drawSafely(
    () => renderers[message.type](message, context, look),
    () => fallback(message, context, look),
  );
}
