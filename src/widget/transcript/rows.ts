import {html, nothing, type TemplateResult} from 'lit';
import type {PartContext} from '../../components/context.ts';
import {icon} from '../../components/icons.ts';
import {plural, fill} from '../../components/labels.ts';
import type {BubbleState} from '../../components/message/bubble.ts';
import {drawReplies, drawMessage} from '../../components/message/message.ts';
import type {BotEntry, Entry, PartView, SystemEntry, VisitorEntry} from '../../protocol/entry.ts';
import {delivery} from './delivery.ts';
import {foldToggle} from './fold-toggle.ts';
import type {EntryContext} from './entry-context.ts';
import {type EntryFlags, flagsKeyOf} from './entry-flags.ts';
import type {EntryRange} from './entry-range.ts';
import {type Row, rowsOf} from './grouping.ts';
import {dayOf, isoTimeOf, timeOf} from './date-format.ts';
import {notice} from './notice.ts';
import {avatar, nameOf, avatarUrlOf} from './speaker.ts';

/** The view of a message that nobody has interacted with. */
const emptyView: PartView = {};

/** Prefix of the ids in the transcript's root. */
const idPrefix = 'entry-';

/** How a row is drawn, and what it depends on: while that is the same, it need not be drawn again. */
export interface RowTemplate {
  /** The id of its entry. */
  id: string;
  deps: readonly unknown[];
  draw(): TemplateResult;
}

/** The rows of a range. */
export function rows(entries: readonly Entry[], range: EntryRange, context: EntryContext, flags: EntryFlags): RowTemplate[] {
  return rowsOf(entries, range, context.unreadFrom).map((one) => {
    const {entry, position, isNewDay} = one;
    return {
      id: entry.id,
      deps: [entry, position, isNewDay, context, flagsKeyOf(entry, flags)],
      draw: () => row(one, context, flags),
    };
  });
}

/** One row: a message or a notice, below the day and the line above new messages if they apply. */
function row(row: Row, context: EntryContext, flags: EntryFlags): TemplateResult {
  const {entry, isNewDay} = row;
  const {labels, locale, unreadFrom, unreadCount, unreadAway} = context;
  const labelKey = unreadAway ? 'away_messages' : 'new_messages';
  return html`${isNewDay ? html`<time class="day" part="day" datetime=${isoTimeOf(entry)}>${dayOf(entry.at, labels, locale)}</time>` : nothing}${
    entry.id === unreadFrom ? html`<p class="unread" part="unread">${plural(labels, labelKey, unreadCount, locale)}</p>` : nothing
  }${entryOrFold(row, context, flags)}`;
}

function entryOrFold({entry, ...place}: Row, context: EntryContext, flags: EntryFlags): TemplateResult {
  const count = flags.foldCounts.get(entry.id);
  const isExpanded = flags.expanded.has(entry.id);
  if (count === undefined) return entryTemplate({entry, ...place}, context, flags);
  const toggle = foldToggle(entry.id, {count, isExpanded}, context);
  if (isExpanded) return html`<p class="folds">${toggle}</p>${entryTemplate({entry, ...place}, context, flags)}`;
  return html`<article class="entry system" part="entry system" data-entry=${entry.id} tabindex="-1" aria-label=${timeOf(entry.at, context.locale)}>
    <p class="folds">${toggle}</p>
  </article>`;
}

function entryTemplate({entry, ...place}: Row, context: EntryContext, flags: EntryFlags): TemplateResult {
  if (entry.from === 'visitor') return visitorEntry({...place, entry}, context, flags);
  return entry.from === 'system' ? systemEntry(entry, context, flags) : botEntry({...place, entry}, context, flags);
}

function visitorEntry({entry, position}: Row & {entry: VisitorEntry}, context: EntryContext, flags: EntryFlags): TemplateResult {
  const state = stateOf(entry);
  const states: BubbleState[] = [position, ...(state === 'sent' ? [] : [state])];
  const names = ['entry', 'visitor', ...states].join(' ');
  const {labels, locale} = context;
  return html`<article
    class="${names}${modifiersOf(entry, flags)}"
    part=${names}
    data-entry=${entry.id}
    tabindex="-1"
    aria-label=${fill(labels.you_said, {time: timeOf(entry.at, locale)})}
    aria-describedby="${idPrefix}${entry.id}"
  >
    <div class="said" id="${idPrefix}${entry.id}">${drawMessage(entry.message, partContextOf(entry, context, flags), {side: 'visitor', states})}</div>
    ${delivery(entry, position, context, flags)}
  </article>`;
}

/** Queued messages look like those being sent, and uncertain ones like failed ones. */
function stateOf({delivery: state}: VisitorEntry): 'sent' | 'sending' | 'failed' {
  if (state === 'sent') return 'sent';
  return state === 'failed' || state === 'uncertain' ? 'failed' : 'sending';
}

function botEntry({entry, position}: Row & {entry: BotEntry}, context: EntryContext, flags: EntryFlags): TemplateResult {
  const names = `entry ${entry.from} ${position}`;
  const {labels, locale, options} = context;
  const partContext = partContextOf(entry, context, flags);
  const name = nameOf(entry, context);
  const time = timeOf(entry.at, locale);
  const isGroupEnd = position === 'last' || position === 'only';
  return html`<article
    class="${names}${modifiersOf(entry, flags)}"
    part=${names}
    data-entry=${entry.id}
    tabindex="-1"
    lang=${entry.message.lang ?? nothing}
    aria-label=${fill(labels.they_said, {name, time})}
    aria-describedby="${idPrefix}${entry.id}"
  >
    <div class="said" id="${idPrefix}${entry.id}">
      ${drawMessage(entry.message, partContext, {side: entry.from, states: [position]})}
      ${isGroupEnd ? avatar(avatarUrlOf(entry, context), entry.from, {trusted: options.trusted, size: 'small'}) : nothing}
    </div>
    ${isGroupEnd ? html`<time class="meta" part="meta" datetime=${isoTimeOf(entry)}>${entry.from === 'agent' ? fill(labels.they_said, {name, time}) : time}</time>` : nothing}
    ${drawReplies(entry.message, partContext)}${flags.rewinds.has(entry.id) ? rewindButton(entry.id, partContext, context) : nothing}
  </article>`;
}

/** The button to change an earlier answer. */
function rewindButton(id: string, {reachable}: PartContext, {labels, command}: EntryContext): TemplateResult {
  return html`<p class="ways-back">
    <button type="button" class="text-button" tabindex=${reachable ? nothing : '-1'} @click=${() => command('rewind', id)}>
      ${icon('again', 'small')}${labels.change_answer}
    </button>
  </p>`;
}

function systemEntry(entry: SystemEntry, context: EntryContext, flags: EntryFlags): TemplateResult {
  return html`<article
    class="entry system${modifiersOf(entry, flags)}"
    part="entry system"
    data-entry=${entry.id}
    tabindex="-1"
    aria-label=${timeOf(entry.at, context.locale)}
    aria-describedby="${idPrefix}${entry.id}"
  >
    <div class="said" id="${idPrefix}${entry.id}">${notice(entry, context, flags)}</div>
  </article>`;
}

function modifiersOf({id, folded}: Entry, {fresh}: EntryFlags): string {
  return `${fresh.has(id) ? ' fresh' : ''}${folded ? ' folded' : ''}`;
}

function partContextOf(entry: VisitorEntry | BotEntry, context: EntryContext, {latest, entered}: EntryFlags): PartContext {
  const {labels, locale, options, renderers, live, began} = context;
  return {
    id: `${idPrefix}${entry.id}`,
    labels,
    locale,
    options,
    renderers,
    live: live && entry.at >= began && !entry.folded,
    view: (entry.from !== 'visitor' && entry.view) || emptyView,
    remember: (change) => context.remember(entry, change),
    reachable: entry.id === latest || entry.id === entered,
  };
}
