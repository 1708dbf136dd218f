import {html, nothing} from 'lit';
import type {BotMessage, MessageOf, MessageType} from '../protocol/message.ts';
import type {PartContext} from './context.ts';
import {drawLate} from './draw-late.ts';
import {lateParts} from './late-parts.ts';
import type {LatePart} from './late-part.ts';
import {bubble, type BubbleLook} from './message/bubble.ts';
import {fallback} from './message/fallback.ts';
import {inWords} from './message/in-words.ts';
import {text} from './text/text.ts';

/** How each type of message is drawn; the compiler requires all of them. Quick replies are drawn separately, on the visitor's side. */
export const renderers: {[T in MessageType]: (message: MessageOf<T>, context: PartContext, look: BubbleLook) => unknown} = {
  text: drawText,
  postback: ({body}, _context, look) => bubble(body, look),
  attachment: (message, context, look) => drawLate(lateParts.attachment, [[message], context], () => inWords(message, context, look)),
  'multi-attachment': (message, context, look) =>
    drawLate(lateParts.attachment, [message.attachments, context], () => inWords(message, context, look)),
  location: (message, context, look) => drawLate(lateParts.location, [message, context], () => inWords(message, context, look)),
  link: (message, context, look) => drawLate(lateParts.link, [message, context], () => inWords(message, context, look)),
  timepicker: (message, context, look) => drawLate(lateParts.timePicker, [message, context], () => inWords(message, context, look)),
  action: () => nothing,
  iswriting: () => nothing,
  ack: () => nothing,
  read: () => nothing,
  mediachange: () => nothing,
  unknown: ({original}, context, look) => fallback(original, context, look),
};

/** The late part that each type of message needs. */
const needs: Partial<Record<MessageType, LatePart>> = {
  attachment: lateParts.attachment,
  'multi-attachment': lateParts.attachment,
  location: lateParts.location,
  link: lateParts.link,
  timepicker: lateParts.timePicker,
};

/** The parts that a message needs and that are not loaded yet. A type that the page draws itself needs none of ours. */
export function missingParts(message: BotMessage, own: PartContext['renderers']): readonly LatePart[] {
  const {template, quick_replies: replies} = message.type === 'text' ? message : nothingMore;
  const part = own.has(message.type) ? undefined : template ? lateParts.template : needs[message.type];
  const picture = replies?.some(({image_url: image}) => image) ? lateParts.picture : undefined;
  const custom = own.size ? lateParts.custom : undefined;
  return part || picture || custom
    ? [part, picture, custom].filter((late): late is LatePart => late?.part === undefined && late !== undefined)
    : none;
}

const nothingMore: Pick<MessageOf<'text'>, 'template' | 'quick_replies'> = {};
const none: readonly LatePart[] = [];

/** The visitor's own text is drawn as it was typed. */
function drawText(message: MessageOf<'text'>, context: PartContext, look: BubbleLook): unknown {
  const {body, template} = message;
  if (look.side === 'visitor') return bubble(body, look);
  if (!template) return bubble(text(body, context), look);
  const above = context.options.templateBody === 'show' ? bubble(text(body, context), pointless(look)) : nothing;
  const meanwhile = () =>
    inWords({code: 'message', type: 'text', body: '', template}, context, look, () =>
      above === nothing ? fallback(message, context, look) : nothing,
    );
  return html`${above}${drawLate(lateParts.template, [template, context], meanwhile)}`;
}

/** Removes the states that round off a group: the template below this bubble continues it. */
function pointless({side, states = []}: BubbleLook): BubbleLook {
  return {...(side && {side}), states: states.filter((state) => state !== 'last' && state !== 'only')};
}
