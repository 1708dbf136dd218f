import type {TemplateElement} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {drawOwn} from '../late-custom.ts';

/** An element drawn by the page's renderer for its `type`, or by default if there is none. */
export function ownElement(element: TemplateElement, context: PartContext, ours: () => unknown): unknown {
  const renderer = element.type === undefined ? undefined : context.renderers.get(element.type);
  return renderer ? drawOwn(renderer, element, context, ours) : ours();
}
