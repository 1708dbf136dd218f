import type {TemplateElement} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {drawLate} from '../draw-late.ts';
import {lateParts} from '../late-parts.ts';

/** An element drawn by the page's renderer for its `type`, or in our way where there is none. */
export function ownElement(element: TemplateElement, context: PartContext, ours: () => unknown): unknown {
  const renderer = element.type === undefined ? undefined : context.renderers.get(element.type);
  return renderer ? drawLate(lateParts.custom, [renderer, element, context, ours], ours) : ours();
}
