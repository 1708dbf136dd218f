import {html, nothing} from 'lit';
import type {MessageOf, MessageType} from '../protocol/message.ts';
import {attachments} from './attachment/attachment.ts';
import type {PartContext} from './context.ts';
import {link} from './link/link.ts';
import {location} from './location/location.ts';
import {bubble, type BubbleLook} from './message/bubble.ts';
import {fallback} from './message/fallback.ts';
import {template} from './template/template.ts';
import {text} from './text/text.ts';
import {timePicker} from './time-picker/time-picker.ts';

/** How each type of message is drawn; the compiler asks for a row. Quick replies stand on the visitor's side and are drawn apart. */
export const renderers: {[T in MessageType]: (message: MessageOf<T>, context: PartContext, look: BubbleLook) => unknown} = {
  text: drawText,
  postback: ({body}, _context, look) => bubble(body, look),
  attachment: (message, context) => attachments([message], context),
  'multi-attachment': (message, context) => attachments(message.attachments, context),
  location: (message, context) => location(message, context),
  link: (message, context) => link(message, context),
  timepicker: (message, context) => timePicker(message, context),
  action: () => nothing,
  iswriting: () => nothing,
  ack: () => nothing,
  read: () => nothing,
  mediachange: () => nothing,
  unknown: ({original}, context, look) => fallback(original, context, look),
};

/** The visitor's own words are drawn as they were typed. */
function drawText({body, template: shown}: MessageOf<'text'>, context: PartContext, look: BubbleLook): unknown {
  if (look.side === 'visitor') return bubble(body, look);
  if (!shown) return bubble(text(body, context), look);
  const above = context.options.templateBody === 'show' ? bubble(text(body, context), pointless(look)) : nothing;
  return html`${above}${template(shown, context)}`;
}

/** Only what stands last in a group points at who speaks, and below these words there is more. */
function pointless({side, states = []}: BubbleLook): BubbleLook {
  return {...(side && {side}), states: states.filter((state) => state !== 'last' && state !== 'only')};
}
