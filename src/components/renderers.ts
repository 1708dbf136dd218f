import {html, nothing} from 'lit';
import type {BotMessage, MessageOf, MessageType} from '../protocol/message.ts';
import type {PartContext} from './context.ts';
import {drawLate} from './draw-late.ts';
import {lateParts} from './late-parts.ts';
import type {LatePart} from './late-part.ts';
import {bubble, type BubbleLook} from './message/bubble.ts';
import {fallback} from './message/fallback.ts';
import {asText} from './message/as-text.ts';
import {text} from './text/text.ts';

/** How each type of message is drawn; the compiler requires all of them. Quick replies are drawn separately, on the visitor's side. */
export const renderers: {[T in MessageType]: (message: MessageOf<T>, context: PartContext, look: BubbleLook) => unknown} = {
  text: drawText,
  postback: ({body}, _context, look) => bubble(body, look),
  attachment: (message, context, look) => drawLate(lateParts.attachment, [[message], context], () => asText(message, context, look)),
  'multi-attachment': (message, context, look) =>
    drawLate(lateParts.attachment, [message.attachments, context], () => asText(message, context, look)),
  location: (message, context, look) => drawLate(lateParts.location, [message, context], () => asText(message, context, look)),
  link: (message, context, look) => drawLate(lateParts.link, [message, context], () => asText(message, context, look)),
  timepicker: (message, context, look) => drawLate(lateParts.timePicker, [message, context], () => asText(message, context, look)),
  action: () => nothing,
  iswriting: () => nothing,
  ack: () => nothing,
  read: () => nothing,
  mediachange: () => nothing,
  unknown: ({original}, context, look) => fallback(original, context, look),
};

/** The late part that each type of message needs. */
const requiredParts: Partial<Record<MessageType, LatePart>> = {
  attachment: lateParts.attachment,
  'multi-attachment': lateParts.attachment,
  location: lateParts.location,
  link: lateParts.link,
  timepicker: lateParts.timePicker,
};

/** The parts that a message needs and that are not loaded yet. A type that the page draws itself needs none of ours. */
export function missingParts(message: BotMessage, customRenderers: PartContext['renderers']): readonly LatePart[] {
  const {template, quick_replies: replies} = message.type === 'text' ? message : noExtras;
  const part = customRenderers.has(message.type) ? undefined : template ? lateParts.template : requiredParts[message.type];
  const picture = replies?.some(({image_url: image}) => image) ? lateParts.picture : undefined;
  const custom = customRenderers.size ? lateParts.custom : undefined;
  return part || picture || custom
    ? [part, picture, custom].filter((candidate): candidate is LatePart => candidate?.part === undefined && candidate !== undefined)
    : noParts;
}

const noExtras: Pick<MessageOf<'text'>, 'template' | 'quick_replies'> = {};
const noParts: readonly LatePart[] = [];

/** The visitor's own text is drawn as it was typed. */
function drawText(message: MessageOf<'text'>, context: PartContext, look: BubbleLook): unknown {
  const {body, template} = message;
  if (look.side === 'visitor') return bubble(body, look);
  if (!template) return bubble(text(body, context), look);
  const above = context.options.templateBody === 'show' ? bubble(text(body, context), withoutEnd(look)) : nothing;
  const drawAsText = () =>
    asText({code: 'message', type: 'text', body: '', template}, context, look, () =>
      above === nothing ? fallback(message, context, look) : nothing,
    );
  return html`${above}${drawLate(lateParts.template, [template, context], drawAsText)}`;
}

/** Removes the states that round off a group: the template below this bubble continues it. */
function withoutEnd({side, states = []}: BubbleLook): BubbleLook {
  return {...(side && {side}), states: states.filter((state) => state !== 'last' && state !== 'only')};
}
