import {html, nothing, type TemplateResult} from 'lit';
import type {TimePickerMessage} from '../../protocol/message.ts';
import {type ControlState, stateOf, tabIndexOf} from '../control-state.ts';
import type {PartContext} from '../context.ts';
import {ReplyEvent} from '../events.ts';
import {icon} from '../more-icons.ts';
import {fill, type LabelsWith} from '../labels.ts';
import {timeLabels} from '../late-labels/time.ts';
import {dispatchOnce} from '../dispatch-once.ts';
import {about} from './about.ts';
import {dayButtons} from './day-buttons.ts';
import {daysOf, type Slot, slotsOf} from './slots.ts';
import {localZone, zoneOf} from './zone.ts';

type TimeLabels = LabelsWith<typeof timeLabels>;

/** Everything needed to draw a picker. */
interface Picker {
  message: TimePickerMessage;
  slots: readonly Slot[];
  /** The slot that was sent or, before that, the selected one. */
  picked: Slot | undefined;
  zone: string;
  context: PartContext & {labels: TimeLabels};
}

/**
 * Times to choose from: a day, a time on that day, and a button that confirms the choice.
 *
 * @param now Milliseconds since 1970; earlier times are past.
 */
export function timePicker(message: TimePickerMessage, partContext: PartContext, now = Date.now()): TemplateResult {
  const {view, locale} = partContext;
  const labels = {...timeLabels, ...partContext.labels};
  const context = {...partContext, labels};
  const zone = zoneOf(message.timezone, locale);
  const slots = slotsOf(message, zone.id, now);
  const sent = slots.find(({choice}) => stateOf(view.controls, choice, context) === 'chosen');
  const isOpen = stateOf(view.controls, '', context) === 'open';
  const picked = sent ?? (isOpen ? slots.find(({choice, past}) => choice === view.slot && !past) : undefined);
  const days = daysOf(slots, sent?.day);
  const day = days.find(({key}) => key === (sent?.day ?? view.day)) ?? days.find(({slots}) => slots.some(({past}) => !past)) ?? days[0];
  const picker = {message, slots, picked, zone: zone.id, context};

  return html`<div class="time-picker" part="time-picker" role="group" aria-label=${message.title || labels.times}>
    ${about(message, context)}
    ${
      day
        ? html`${dayButtons({days, day, zone: zone.id, live: isOpen, name: labels.days}, context)}
          <div class="slots" role="group" aria-label="${labels.times}, ${formatTime(day.slots[0]!.start, dayStyle, picker)}">
            ${day.slots.map((slot) => slotButton(slot, picker))}
          </div>
          ${confirmButton(picker)}`
        : nothing
    }
    <p class="zone">${zoneNote(zone.name, picker)}</p>
  </div>`;
}

const dayStyle = {weekday: 'long', day: 'numeric', month: 'long'} as const;
const timeStyle = {hour: 'numeric', minute: '2-digit'} as const;
const slotStyle = {weekday: 'short', day: 'numeric', month: 'short', ...timeStyle} as const;

function formatTime(
  time: number,
  style: Intl.DateTimeFormatOptions,
  {zone: timeZone, context: {locale}}: Pick<Picker, 'zone' | 'context'>,
): string {
  const format = new Intl.DateTimeFormat(locale, {...style, timeZone});
  // 24-hour clocks read best in columns, so every hour gets two digits; `1 PM` keeps its single digit.
  const is24Hour = style.hour !== undefined && format.resolvedOptions().hour12 === false;
  return (is24Hour ? new Intl.DateTimeFormat(locale, {...style, hour: '2-digit', timeZone}) : format).format(time);
}

function slotButton(slot: Slot, picker: Picker): TemplateResult {
  const {context, picked} = picker;
  const answered = stateOf(context.view.controls, slot.choice, context);
  const state: ControlState = slot.past && answered === 'open' ? 'inert' : answered;
  const isSelected = slot === picked;
  return html`<button
    type="button"
    class="slot ${slot.past && !isSelected ? 'past' : ''} ${state === 'open' ? '' : state}"
    part="slot ${state === 'open' ? '' : state}"
    aria-pressed=${isSelected}
    aria-disabled=${state === 'open' ? nothing : 'true'}
    tabindex=${tabIndexOf(state, context)}
    @click=${() => state === 'open' && context.remember({slot: slot.choice, day: slot.day})}
  >
    ${formatTime(slot.start, timeStyle, picker)}
  </button>`;
}

/** Nothing is sent before this button is used. */
function confirmButton(picker: Picker): TemplateResult {
  const {picked, context} = picker;
  const {labels, view} = context;
  const state: ControlState = picked ? stateOf(view.controls, picked.choice, context) : 'inert';
  const time = picked && formatTime(picked.start, slotStyle, picker);
  const prompt = time ? fill(labels.confirm_time, {time}) : labels.choose_time;
  return html`<button
    type="button"
    class="confirm ${state === 'open' ? '' : state}"
    part="confirm ${state === 'open' ? '' : state}"
    aria-disabled=${state === 'open' ? nothing : 'true'}
    tabindex=${tabIndexOf(state, context)}
    @click=${(event: Event) => state === 'open' && picked && time && confirmSlot(event, picked, time)}
  >
    ${state === 'chosen' ? html`${icon('check', 'small')}<span>${time}<span class="unseen"> ${labels.chosen}</span></span>` : prompt}
  </button>`;
}

function confirmSlot(event: Event, {id, choice}: Slot, time: string): void {
  dispatchOnce(event.currentTarget as Element, new ReplyEvent({code: 'message', type: 'text', body: time, payload: id}, 'time', choice));
}

/** The time zone of the slots; if it differs from the visitor's, also the selected time in the visitor's own zone. */
function zoneNote(name: string, {slots, picked, zone, context}: Picker): unknown {
  const {labels} = context;
  const local = {zone: localZone(), context};
  const isSame = slots.every(({start}) => formatTime(start, slotStyle, {zone, context}) === formatTime(start, slotStyle, local));
  if (isSame) return fill(labels.time_zone_same, {zone: name});
  const localTime = picked && fill(labels.your_time, {time: formatTime(picked.start, slotStyle, local)});
  return html`${fill(labels.time_zone, {zone: name})}${localTime ? html`<br />${localTime}` : nothing}`;
}
