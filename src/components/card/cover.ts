import {nothing} from 'lit';
import type {TemplateElement} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {anchor} from '../link/anchor.ts';
import {picture, type PictureLook} from '../picture/picture.ts';
import {safeLink} from '../safe-url.ts';

/**
 * The image of a card or a row. It links to where the title links, but only for pointers: keyboards and screen readers already
 * have the title.
 */
export function cover(element: TemplateElement, look: PictureLook, context: PartContext) {
  const {image_url, title, subtitle, default_action} = element;
  if (!image_url) return nothing;
  const text = title || subtitle;
  const url = default_action && safeLink(default_action.url);
  const options = {url: image_url, look, alt: text ? '' : context.labels.picture, ...(text && {name: text})};
  if (!url) return picture(options, context);
  return picture(
    {...options, wrap: (image) => anchor({url, classes: 'opener', part: 'link', content: image, isDuplicate: Boolean(text)}, context)},
    context,
  );
}
