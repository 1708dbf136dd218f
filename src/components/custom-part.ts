import type {BotMessage, Template} from '../protocol/message.ts';
import type {CustomRenderers} from './context.ts';
import {type ParsedPart, toWire} from './to-wire.ts';

export {drawCustom as draw} from './custom.ts';

export const styles = [];

/**
 * Replaces the parts of a message that have custom renderers by what `say` returns for them, so that they are read out like any
 * other. If `say` throws, the default text is used.
 */
export function withCustomText(message: BotMessage, renderers: CustomRenderers): BotMessage {
  const text = customTextOf(message.type === 'unknown' ? message.kind : message.type, message, renderers);
  if (message.type !== 'text') return text === undefined ? message : {code: 'message', type: 'postback', body: text};
  const {template, ...rest} = message;
  if (text !== undefined) return {...rest, body: '', ...textTemplate(text)};
  return template ? {...rest, ...templateWithCustomText(template, renderers)} : message;
}

/** Puts plain text where it is not read as Markdown. */
function textTemplate(text: string): {template?: Template} {
  return text ? {template: {type: 'generic', elements: [{title: text}]}} : {};
}

function templateWithCustomText(template: Template, renderers: CustomRenderers): {template?: Template} {
  const text = customTextOf(template.type, template, renderers);
  if (text !== undefined) return textTemplate(text);
  const elements = template.elements?.map((element) => {
    const title = customTextOf(element.type, element, renderers);
    return title === undefined ? element : {title};
  });
  return {template: {...template, ...(elements && {elements})}};
}

function customTextOf(type: string | undefined, data: ParsedPart, renderers: CustomRenderers): string | undefined {
  try {
    return type === undefined ? undefined : renderers.get(type)?.say(toWire(data));
  } catch (error) {
    console.error('Parley: a renderer of this page threw; the text there is is said in its place.', error);
    return undefined;
  }
}
