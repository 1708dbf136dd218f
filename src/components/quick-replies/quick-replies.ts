import {html, nothing, type TemplateResult} from 'lit';
import {replyTo} from '../../protocol/build.ts';
import type {QuickReply, TextMessage} from '../../protocol/message.ts';
import {stateOf, tabIndexOf, type ControlState} from '../control-state.ts';
import type {PartContext} from '../context.ts';
import {drawLate} from '../draw-late.ts';
import {ReplyEvent} from '../events.ts';
import {icon} from '../icons.ts';
import {plural} from '../labels.ts';
import {lateParts} from '../late-parts.ts';
import {permission} from '../picture/permission.ts';
import {replyOnce} from './reply-once.ts';

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
  const isGroupCollapsed = isCollapsed(context) && !context.view.expanded;
  const chips = offered.map((reply, index) => chipOf(reply, index, isGroupCollapsed, context));
  return html`<div class="quick-replies ${direction}" part="quick-replies ${direction}" role="group" aria-label=${context.labels.suggestions}>
    ${chips.map((chip) => button(chip, context))}${othersToggle(chips, context)}${positionStatus(offered, context)}
  </div>`;
}

function isCollapsed({options, view}: PartContext): boolean {
  return options.quickReplies === 'collapse' && view.replies !== undefined;
}

function chipOf(reply: QuickReply, index: number, collapsed: boolean, context: PartContext): Chip {
  const choice = `quick_replies[${index}]`;
  const isPosition = reply.content_type === 'location';
  const state =
    isPosition && !canLocate() && context.view.replies?.choice !== choice ? 'inert' : stateOf(context.view.replies, choice, context);
  const title = reply.title ?? (isPosition ? context.labels.share_position : String(reply.payload ?? ''));
  return {reply, title, choice, state, hidden: collapsed && state !== 'chosen'};
}

function button(chip: Chip, context: PartContext): TemplateResult {
  const {title, state, hidden} = chip;
  const stateClass = state === 'open' ? '' : ` ${state}`;
  return html`<button
    type="button"
    class="reply${stateClass}"
    part="reply${stateClass}"
    aria-disabled=${state === 'open' ? nothing : 'true'}
    tabindex=${tabIndexOf(state, context)}
    ?hidden=${hidden}
    @click=${(event: MouseEvent) => choose(event, chip, context)}
  >${chipIcon(chip, context)}<bdi class="words">${title}</bdi>${
    state === 'chosen' ? html`<span class="unseen">, ${context.labels.chosen}</span>` : nothing
  }</button>`;
}

function chipIcon({reply: {image_url: url, content_type}, state}: Chip, context: PartContext): unknown {
  // Omits a picture that needs a click to load: buttons cannot be nested.
  const isShown = url && !permission(url, context)?.needsClick;
  const shown = isShown ? drawLate(lateParts.picture, [{url, alt: '', look: 'reply'}, context], () => nothing) : nothing;
  if (state === 'chosen') return html`${icon('check', 'small')}${shown}`;
  return content_type === 'location' && !isShown ? icon('pin', 'small') : shown;
}

/** The button that expands and collapses an answered group. */
function othersToggle(chips: readonly Chip[], context: PartContext): TemplateResult | typeof nothing {
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
  >${plural(context.labels, 'others', count, context.locale)}${icon('down', 'tiny')}</button>`;
}

/** The status of a position request. The text is transient, so it is set directly in the DOM. */
function positionStatus(offered: readonly QuickReply[], {labels, view}: PartContext): TemplateResult | typeof nothing {
  if (view.replies || !offered.some(({content_type}) => content_type === 'location')) return nothing;
  return html`<p class="note" role="status" .textContent=${canLocate() ? '' : labels.position_unavailable}></p>`;
}

function choose(event: MouseEvent, {reply, title, choice, state}: Chip, context: PartContext): void {
  const chip = event.currentTarget as HTMLElement;
  // The first click of a double click may have moved another reply under the pointer.
  if (state !== 'open' || event.detail > 1) return;
  if (reply.content_type === 'location') void askPosition(chip, reply, choice, context);
  else replyOnce(chip.parentElement ?? chip, new ReplyEvent(replyTo(reply, title), 'quick-reply', choice), chip, context);
}

/** Whether this page may ask for a position at all. */
function canLocate(): boolean {
  return isSecureContext && Boolean(navigator.geolocation);
}

/** Loads the code on demand, since few bots ask for a position. */
async function askPosition(chip: HTMLElement, ...args: [QuickReply, string, PartContext]): Promise<void> {
  const showStatus = (words: string) => chip.parentElement?.querySelector('[role=status]')?.replaceChildren(words);
  try {
    const {sharePosition} = await import('./position.ts');
    await sharePosition(chip, showStatus, ...args);
  } catch {
    showStatus(args[2].labels.position_unavailable);
  }
}
