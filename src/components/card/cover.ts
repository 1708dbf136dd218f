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
  const words = title || subtitle;
  const url = default_action && safeLink(default_action.url);
  const shown = {url: image_url, look, alt: words ? '' : context.labels.picture, ...(words && {name: words})};
  if (!url) return picture(shown, context);
  return picture(
    {...shown, around: (image) => anchor({url, look: 'opener', part: 'link', content: image, silent: Boolean(words)}, context)},
    context,
  );
}
