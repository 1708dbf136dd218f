import {html, nothing, type TemplateResult} from 'lit';
import type {Button} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {PageEvent} from '../events.ts';
import {frozen} from '../frozen.ts';

export interface Anchor {
  /** Already known to be safe. */
  url: string;
  /** Classes and parts. */
  look: string;
  part: string;
  content: unknown;
  /** The button behind it, for the page's event. */
  button?: Button;
  /** Duplicates the link next to it: hidden from screen readers and not in the tab order. */
  silent?: boolean;
}

/** A real link out of the conversation. `parley-page-event` fires first; a page that cancels it prevents the navigation. */
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
