import type {BotMessage, Template} from '../protocol/message.ts';
import type {CustomRenderers} from './context.ts';
import {drawCustom} from './custom.ts';
import {type Kept, onWire} from './on-wire.ts';

export const customPart = {draw: drawCustom, styles: []};

/** A message whose parts say what the page's own renderers say of them, to be said as any other. What throws is said in our way. */
export function inOwnWords(message: BotMessage, renderers: CustomRenderers): BotMessage {
  const said = wordsOf(message.type === 'unknown' ? message.kind : message.type, message, renderers);
  if (said !== undefined) return {code: 'message', type: 'postback', body: said};
  if (message.type !== 'text' || !message.template) return message;
  return {...message, template: templateOf(message.template, renderers)};
}

function templateOf(template: Template, renderers: CustomRenderers): Template {
  const said = wordsOf(template.type, template, renderers);
  if (said !== undefined) return {type: template.type, elements: [{title: said}]};
  const elements = template.elements?.map((element) => {
    const title = wordsOf(element.type, element, renderers);
    return title === undefined ? element : {title};
  });
  return {...template, ...(elements && {elements})};
}

function wordsOf(type: string | undefined, data: Kept, renderers: CustomRenderers): string | undefined {
  try {
    return type === undefined ? undefined : renderers.get(type)?.say(onWire(data));
  } catch (error) {
    console.error('Parley: a renderer of this page threw; the text there is is said in its place.', error);
    return undefined;
  }
}
