import type {BotMessage, Template} from '../protocol/message.ts';
import type {CustomRenderers} from './context.ts';
import {drawCustom} from './custom.ts';
import {type Kept, onWire} from './on-wire.ts';

export const customPart = {draw: drawCustom, styles: []};

/** A message whose parts say what the page's own renderers say of them, to be said as any other. What throws is said in our way. */
export function inOwnWords(message: BotMessage, renderers: CustomRenderers): BotMessage {
  const said = wordsOf(message.type === 'unknown' ? message.kind : message.type, message, renderers);
  if (message.type !== 'text') return said === undefined ? message : {code: 'message', type: 'postback', body: said};
  const {template, ...words} = message;
  if (said !== undefined) return {...words, body: '', ...inWords(said)};
  return template ? {...words, ...templateOf(template, renderers)} : message;
}

/** Words that are no Markdown, to be said in a text. */
function inWords(said: string): {template?: Template} {
  return said ? {template: {type: 'generic', elements: [{title: said}]}} : {};
}

function templateOf(template: Template, renderers: CustomRenderers): {template?: Template} {
  const said = wordsOf(template.type, template, renderers);
  if (said !== undefined) return inWords(said);
  const elements = template.elements?.map((element) => {
    const title = wordsOf(element.type, element, renderers);
    return title === undefined ? element : {title};
  });
  return {template: {...template, ...(elements && {elements})}};
}

function wordsOf(type: string | undefined, data: Kept, renderers: CustomRenderers): string | undefined {
  try {
    return type === undefined ? undefined : renderers.get(type)?.say(onWire(data));
  } catch (error) {
    console.error('Parley: a renderer of this page threw; the text there is is said in its place.', error);
    return undefined;
  }
}
