import {html, nothing, type TemplateResult} from 'lit';
import {replyTo} from '../../protocol/build.ts';
import type {QuickReply, TextMessage} from '../../protocol/message.ts';
import {stateOf, tabIndexOf, type ControlState} from '../answered.ts';
import type {PartContext} from '../context.ts';
import {drawLate} from '../draw-late.ts';
import {ReplyEvent} from '../events.ts';
import {icon} from '../icons.ts';
import {counted} from '../labels.ts';
import {lateParts} from '../late-parts.ts';
import {permission} from '../picture/permission.ts';
import {sayOnce} from './once.ts';

interface Chip {
  reply: QuickReply;
  title: string;
  choice: string;
  state: ControlState;
  /** True if the group is answered and collapsed, and this is not the chosen reply. */
  hidden: boolean;
}

/**
 * The replies a bot suggests; nothing if there are none.
 * The chosen one stays the same button, so that it keeps the focus.
 */
export function quickReplies(message: TextMessage, context: PartContext): TemplateResult | typeof nothing {
  const offered = message.quick_replies ?? [];
  if (!offered.length) return nothing;
  const direction = message.quick_replies_orientation === 'vertical' ? 'vertical' : 'horizontal';
  const collapsed = isCollapsed(context) && !context.view.expanded;
  const chips = offered.map((reply, index) => chipOf(reply, index, collapsed, context));
  return html`<div class="quick-replies ${direction}" part="quick-replies ${direction}" role="group" aria-label=${context.labels.suggestions}>
    ${chips.map((chip) => button(chip, context))}${others(chips, context)}${note(offered, context)}
  </div>`;
}

function isCollapsed({options, view}: PartContext): boolean {
  return options.quickReplies === 'collapse' && view.replies !== undefined;
}

function chipOf(reply: QuickReply, index: number, collapsed: boolean, context: PartContext): Chip {
  const choice = `quick_replies[${index}]`;
  const isPosition = reply.content_type === 'location';
  const state =
    isPosition && !canShare() && context.view.replies?.choice !== choice ? 'inert' : stateOf(context.view.replies, choice, context);
  const title = reply.title ?? (isPosition ? context.labels.share_position : String(reply.payload ?? ''));
  return {reply, title, choice, state, hidden: collapsed && state !== 'chosen'};
}

function button(chip: Chip, context: PartContext): TemplateResult {
  const {title, state, hidden} = chip;
  const mark = state === 'open' ? '' : ` ${state}`;
  return html`<button
    type="button"
    class="reply${mark}"
    part="reply${mark}"
    aria-disabled=${state === 'open' ? nothing : 'true'}
    tabindex=${tabIndexOf(state, context)}
    ?hidden=${hidden}
    @click=${(event: MouseEvent) => choose(event, chip, context)}
  >${sign(chip, context)}<bdi class="words">${title}</bdi>${
    state === 'chosen' ? html`<span class="unseen">, ${context.labels.chosen}</span>` : nothing
  }</button>`;
}

function sign({reply: {image_url: url, content_type}, state}: Chip, context: PartContext): unknown {
  // Omits a picture that needs a click to load: buttons cannot be nested.
  const isShown = url && !permission(url, context)?.asks;
  const shown = isShown ? drawLate(lateParts.picture, [{url, alt: '', look: 'reply'}, context], () => nothing) : nothing;
  if (state === 'chosen') return html`${icon('check', 'small')}${shown}`;
  return content_type === 'location' && !isShown ? icon('pin', 'small') : shown;
}

/** The button that expands and collapses an answered group. */
function others(chips: readonly Chip[], context: PartContext): TemplateResult | typeof nothing {
  const count = chips.filter(({state}) => state !== 'chosen').length;
  if (!isCollapsed(context) || !count) return nothing;
  const expanded = context.view.expanded === true;
  return html`<button
    type="button"
    class="others"
    part="others"
    aria-expanded=${expanded ? 'true' : 'false'}
    tabindex=${context.reachable ? 0 : -1}
    @click=${() => context.remember({expanded: !expanded})}
  >${counted(context.labels, 'others', count, context.locale)}${icon('down', 'tiny')}</button>`;
}

/** The status of a position request. The text is transient, so it is set directly in the DOM. */
function note(offered: readonly QuickReply[], {labels, view}: PartContext): TemplateResult | typeof nothing {
  if (view.replies || !offered.some(({content_type}) => content_type === 'location')) return nothing;
  return html`<p class="note" role="status" .textContent=${canShare() ? '' : labels.position_unavailable}></p>`;
}

function choose(event: MouseEvent, {reply, title, choice, state}: Chip, context: PartContext): void {
  const chip = event.currentTarget as HTMLElement;
  // The first click of a double click may have moved another reply under the pointer.
  if (state !== 'open' || event.detail > 1) return;
  if (reply.content_type === 'location') void askPosition(chip, reply, choice, context);
  else sayOnce(chip.parentElement ?? chip, new ReplyEvent(replyTo(reply, title), 'quick-reply', choice), chip, context);
}

/** Whether this page may ask for a position at all. */
function canShare(): boolean {
  return isSecureContext && Boolean(navigator.geolocation);
}

/** Loads the code on demand, since few bots ask for a position. */
async function askPosition(chip: HTMLElement, ...asked: [QuickReply, string, PartContext]): Promise<void> {
  const tell = (words: string) => chip.parentElement?.querySelector('[role=status]')?.replaceChildren(words);
  try {
    const {sharePosition} = await import('./position.ts');
    await sharePosition(chip, tell, ...asked);
  } catch {
    tell(asked[2].labels.position_unavailable);
  }
}
