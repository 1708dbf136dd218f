import {html, nothing, type TemplateResult} from 'lit';
import type {Button} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {PageEvent} from '../events.ts';
import {frozenCopy} from '../frozen-copy.ts';

export interface Anchor {
  /** Already known to be safe. */
  url: string;
  /** Classes and parts. */
  classes: string;
  part: string;
  content: unknown;
  /** The button behind it, for the page's event. */
  button?: Button;
  /** Duplicates the link next to it: hidden from screen readers and not in the tab order. */
  isDuplicate?: boolean;
}

/** A real link out of the conversation. `parley-page-event` fires first; a page that cancels it prevents the navigation. */
export function anchor({url, classes, part, content, button, isDuplicate = false}: Anchor, context: PartContext): TemplateResult {
  const opensTab = context.options.links === 'new-tab' && url.startsWith('http');
  return html`<a
    class=${classes}
    part=${part}
    href=${url}
    target=${opensTab ? '_blank' : nothing}
    rel="noopener noreferrer"
    tabindex=${isDuplicate || !context.reachable ? -1 : nothing}
    aria-hidden=${isDuplicate ? 'true' : nothing}
    @click=${(event: Event) => requestNavigation(event, url, button)}
    >${content}${opensTab && !isDuplicate ? html`<span class="unseen"> (${context.labels.opens_new_tab})</span>` : nothing}</a
  >`;
}

function requestNavigation(event: Event, url: string, button: Button | undefined): void {
  const {type: _type, title: _title, ...data} = button ?? {url};
  const pageEvent = new PageEvent('web_url', frozenCopy(data), button && frozenCopy(button));
  if (!event.currentTarget?.dispatchEvent(pageEvent)) event.preventDefault();
}
