import type {Template, TemplateElement} from '../../protocol/message.ts';

/** A template as it came on the wire, for a page's own renderer: with the properties this protocol does not know back in their places. */
export function templateOnWire({extra, elements, ...known}: Template): Readonly<Record<string, unknown>> {
  return {...extra, ...known, ...(elements && {elements: elements.map(elementOnWire)})};
}

/** As `templateOnWire`, of one element. */
export function elementOnWire({extra, ...known}: TemplateElement): Readonly<Record<string, unknown>> {
  return {...extra, ...known};
}
