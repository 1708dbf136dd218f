import type {BotMessage, Template} from '../protocol/message.ts';
import type {CustomRenderers} from './context.ts';
import {type Kept, onWire} from './on-wire.ts';

export {drawCustom as draw} from './custom.ts';

export const styles = [];

/**
 * Replaces the parts of a message that have custom renderers by what `say` returns for them, so that they are read out like any
 * other. If `say` throws, the default text is used.
 */
export function inOwnWords(message: BotMessage, renderers: CustomRenderers): BotMessage {
  const said = wordsOf(message.type === 'unknown' ? message.kind : message.type, message, renderers);
  if (message.type !== 'text') return said === undefined ? message : {code: 'message', type: 'postback', body: said};
  const {template, ...words} = message;
  if (said !== undefined) return {...words, body: '', ...inWords(said)};
  return template ? {...words, ...templateOf(template, renderers)} : message;
}

/** Puts plain text where it is not read as Markdown. */
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
