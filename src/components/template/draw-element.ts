import type {TemplateElement} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {drawLateCustom} from '../late-custom.ts';

/** An element drawn by the page's renderer for its `type`, or by default if there is none. */
export function drawElement(element: TemplateElement, context: PartContext, drawDefault: () => unknown): unknown {
  const renderer = element.type === undefined ? undefined : context.renderers.get(element.type);
  return renderer ? drawLateCustom(renderer, element, context, drawDefault) : drawDefault();
}
