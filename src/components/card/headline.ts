import {html, nothing, type TemplateResult} from 'lit';
import type {TemplateElement} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {anchor} from '../link/anchor.ts';
import {safeLink} from '../safe-url.ts';

/**
 * The text of a card or a row: its title, a link if the element has a default action, and its subtitle.
 * @param id The title's id, if something refers to it.
 */
export function headline(
  {title, subtitle, default_action}: TemplateElement,
  context: PartContext,
  id?: string,
): TemplateResult | typeof nothing {
  if (!title && !subtitle) return nothing;
  const url = default_action && safeLink(default_action.url);
  const link = (text: string) =>
    url ? anchor({url, classes: 'way', part: 'link', content: html`<bdi>${text}</bdi>`}, context) : html`<bdi>${text}</bdi>`;
  return html`<div class="words">
    ${title ? html`<h3 class="title" part="title" id=${id ?? nothing}>${link(title)}</h3>` : nothing}
    ${subtitle ? html`<p class="subtitle" part="subtitle">${title ? html`<bdi>${subtitle}</bdi>` : link(subtitle)}</p>` : nothing}
  </div>`;
}
