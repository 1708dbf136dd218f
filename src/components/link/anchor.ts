import {html, nothing, type TemplateResult} from 'lit';
import type {Button} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {PageEvent} from '../events.ts';
import {frozen} from '../frozen.ts';

export interface Anchor {
  /** Already judged safe. */
  url: string;
  /** Classes and parts. */
  look: string;
  part: string;
  content: unknown;
  /** The button behind it, for the page's event. */
  button?: Button;
  /** A second way to where a link beside it leads: neither read nor in the tab order. */
  silent?: boolean;
}

/** A real link. The page is notified first, and may stop the navigation by cancelling `parley-page-event`. */
export function anchor({url, look, part, content, button, silent = false}: Anchor, context: PartContext): TemplateResult {
  const opensTab = context.options.links === 'new-tab' && url.startsWith('http');
  return html`<a
    class=${look}
    part=${part}
    href=${url}
    target=${opensTab ? '_blank' : nothing}
    rel="noopener noreferrer"
    tabindex=${silent || !context.reachable ? -1 : nothing}
    aria-hidden=${silent ? 'true' : nothing}
    @click=${(event: Event) => leave(event, url, button)}
    >${content}${opensTab && !silent ? html`<span class="unseen"> (${context.labels.opens_new_tab})</span>` : nothing}</a
  >`;
}

function leave(event: Event, url: string, button: Button | undefined): void {
  const {type: _type, title: _title, ...data} = button ?? {url};
  const leaving = new PageEvent('web_url', frozen(data), button && frozen(button));
  if (!event.currentTarget?.dispatchEvent(leaving)) event.preventDefault();
}
