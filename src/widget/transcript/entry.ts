import {html, nothing, type TemplateResult} from 'lit';
import type {PartContext} from '../../components/context.ts';
import {icon} from '../../components/icons.ts';
import {plural, fill} from '../../components/labels.ts';
import type {BubbleState} from '../../components/message/bubble.ts';
import {drawReplies, drawMessage} from '../../components/message/message.ts';
import type {BotEntry, Entry, PartView, SystemEntry, VisitorEntry} from '../../protocol/entry.ts';
import {delivery} from './delivery.ts';
import {fold} from './fold.ts';
import type {Drawing} from './drawing.ts';
import {type Marks, marksOn} from './marks.ts';
import type {Stretch} from './cut.ts';
import {type Row, rowsOf} from './grouping.ts';
import {dayOf, moment, timeOf} from './moments.ts';
import {notice} from './notice.ts';
import {avatar, nameOf, pictureOf} from './speaker.ts';

/** The view of a message that nobody has interacted with. */
const untouched: PartView = {};

/** Prefix of the ids in the transcript's root. */
const prefix = 'entry-';

/** How a row is drawn, and from which values: while those are the same, it need not be drawn again. */
export interface Drawn {
  /** The id of its entry. */
  id: string;
  from: readonly unknown[];
  draw(): TemplateResult;
}

/** The rows of a stretch. */
export function rows(entries: readonly Entry[], stretch: Stretch, drawing: Drawing, marks: Marks): Drawn[] {
  return rowsOf(entries, stretch, drawing.unreadFrom).map((one) => {
    const {entry, position, newDay} = one;
    return {
      id: entry.id,
      from: [entry, position, newDay, drawing, marksOn(entry, marks)],
      draw: () => row(one, drawing, marks),
    };
  });
}

/** One row: a message or a notice, below the day and the line above new messages if they apply. */
function row(row: Row, drawing: Drawing, marks: Marks): TemplateResult {
  const {entry, newDay} = row;
  const {labels, locale, unreadFrom, unreadCount, unreadAway} = drawing;
  const news = unreadAway ? 'away_messages' : 'new_messages';
  return html`${newDay ? html`<time class="day" part="day" datetime=${moment(entry)}>${dayOf(entry.at, labels, locale)}</time>` : nothing}${
    entry.id === unreadFrom ? html`<p class="unread" part="unread">${plural(labels, news, unreadCount, locale)}</p>` : nothing
  }${draw(row, drawing, marks)}`;
}

function draw({entry, ...place}: Row, drawing: Drawing, marks: Marks): TemplateResult {
  const count = marks.folds.get(entry.id);
  const open = marks.unfolded.has(entry.id);
  if (count === undefined) return drawOne({entry, ...place}, drawing, marks);
  const line = fold(entry.id, {count, open}, drawing);
  if (open) return html`<p class="folds">${line}</p>${drawOne({entry, ...place}, drawing, marks)}`;
  return html`<article class="entry system" part="entry system" data-entry=${entry.id} tabindex="-1" aria-label=${timeOf(entry.at, drawing.locale)}>
    <p class="folds">${line}</p>
  </article>`;
}

function drawOne({entry, ...place}: Row, drawing: Drawing, marks: Marks): TemplateResult {
  if (entry.from === 'visitor') return ofVisitor({...place, entry}, drawing, marks);
  return entry.from === 'system' ? ofNobody(entry, drawing, marks) : ofOther({...place, entry}, drawing, marks);
}

function ofVisitor({entry, position}: Row & {entry: VisitorEntry}, drawing: Drawing, marks: Marks): TemplateResult {
  const stage = stageOf(entry);
  const states: BubbleState[] = [position, ...(stage === 'sent' ? [] : [stage])];
  const look = ['entry', 'visitor', ...states].join(' ');
  const {labels, locale} = drawing;
  return html`<article
    class="${look}${manner(entry, marks)}"
    part=${look}
    data-entry=${entry.id}
    tabindex="-1"
    aria-label=${fill(labels.you_said, {time: timeOf(entry.at, locale)})}
    aria-describedby="${prefix}${entry.id}"
  >
    <div class="said" id="${prefix}${entry.id}">${drawMessage(entry.message, contextOf(entry, drawing, marks), {side: 'visitor', states})}</div>
    ${delivery(entry, position, drawing, marks)}
  </article>`;
}

/** Queued messages look like those being sent, and uncertain ones like failed ones. */
function stageOf({delivery: stage}: VisitorEntry): 'sent' | 'sending' | 'failed' {
  if (stage === 'sent') return 'sent';
  return stage === 'failed' || stage === 'uncertain' ? 'failed' : 'sending';
}

function ofOther({entry, position}: Row & {entry: BotEntry}, drawing: Drawing, marks: Marks): TemplateResult {
  const look = `entry ${entry.from} ${position}`;
  const {labels, locale, options} = drawing;
  const context = contextOf(entry, drawing, marks);
  const name = nameOf(entry, drawing);
  const time = timeOf(entry.at, locale);
  const ends = position === 'last' || position === 'only';
  return html`<article
    class="${look}${manner(entry, marks)}"
    part=${look}
    data-entry=${entry.id}
    tabindex="-1"
    lang=${entry.message.lang ?? nothing}
    aria-label=${fill(labels.they_said, {name, time})}
    aria-describedby="${prefix}${entry.id}"
  >
    <div class="said" id="${prefix}${entry.id}">
      ${drawMessage(entry.message, context, {side: entry.from, states: [position]})}
      ${ends ? avatar(pictureOf(entry, drawing), entry.from, {trusted: options.trusted, look: 'small'}) : nothing}
    </div>
    ${ends ? html`<time class="meta" part="meta" datetime=${moment(entry)}>${entry.from === 'agent' ? fill(labels.they_said, {name, time}) : time}</time>` : nothing}
    ${drawReplies(entry.message, context)}${marks.rewinds.has(entry.id) ? wayBack(entry.id, context, drawing) : nothing}
  </article>`;
}

/** The button to change an earlier answer. */
function wayBack(id: string, {reachable}: PartContext, {labels, wish}: Drawing): TemplateResult {
  return html`<p class="ways-back">
    <button type="button" class="text-button" tabindex=${reachable ? nothing : '-1'} @click=${() => wish('rewind', id)}>
      ${icon('again', 'small')}${labels.change_answer}
    </button>
  </p>`;
}

function ofNobody(entry: SystemEntry, drawing: Drawing, marks: Marks): TemplateResult {
  return html`<article
    class="entry system${manner(entry, marks)}"
    part="entry system"
    data-entry=${entry.id}
    tabindex="-1"
    aria-label=${timeOf(entry.at, drawing.locale)}
    aria-describedby="${prefix}${entry.id}"
  >
    <div class="said" id="${prefix}${entry.id}">${notice(entry, drawing, marks)}</div>
  </article>`;
}

function manner({id, folded}: Entry, {fresh}: Marks): string {
  return `${fresh.has(id) ? ' fresh' : ''}${folded ? ' folded' : ''}`;
}

function contextOf(entry: VisitorEntry | BotEntry, drawing: Drawing, {latest, entered}: Marks): PartContext {
  const {labels, locale, options, renderers, live, began} = drawing;
  return {
    id: `${prefix}${entry.id}`,
    labels,
    locale,
    options,
    renderers,
    live: live && entry.at >= began && !entry.folded,
    view: (entry.from !== 'visitor' && entry.view) || untouched,
    remember: (change) => drawing.remember(entry, change),
    reachable: entry.id === latest || entry.id === entered,
  };
}
