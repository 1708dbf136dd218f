import {html, nothing, type TemplateResult} from 'lit';
import {Directive, directive, type ElementPart} from 'lit/directive.js';
import type {PartContext} from '../context.ts';
import type {SlotDay} from './slots.ts';

export interface DayButtons {
  days: readonly SlotDay[];
  /** The day whose times are shown. */
  day: SlotDay;
  zone: string;
  /** Whether another day can be selected. */
  live: boolean;
  /** The accessible name of the group. */
  name: string;
}

/** The days that have slots, side by side. */
export function dayButtons({days, day, zone, live, name}: DayButtons, context: PartContext): TemplateResult {
  const months = new Set(days.map(({key}) => key.slice(0, 7)));
  const format = (time: number, style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(context.locale, {...style, timeZone: zone}).format(time);
  return html`<div class="days" role="group" aria-label=${name}>
    ${days.map(({key, slots}) => {
      const time = slots[0]!.start;
      const isSelected = key === day.key;
      return html`<button
        type="button"
        class="day"
        part="time-day"
        aria-pressed=${isSelected}
        aria-disabled=${live ? nothing : 'true'}
        tabindex=${live && context.reachable ? nothing : -1}
        @click=${() => live && context.remember({day: key})}
        ${scrollToDayIf(isSelected)}
      >
        <span>${format(time, {weekday: 'short'})}</span> <b>${format(time, {day: 'numeric'})}</b>
        <span class=${months.size > 1 ? '' : 'unseen'}>${format(time, {month: 'short'})}</span>
      </button>`;
    })}
  </div>`;
}

/** Scrolls a day into view when it becomes the selected one. Lit's `ref` directive would do, but is larger than the rest of the picker. */
const scrollToDayIf = directive(
  class extends Directive {
    #isSelected = false;

    render(_isSelected: boolean): unknown {
      return nothing;
    }

    override update({element}: ElementPart, [isSelected]: [boolean]): unknown {
      if (isSelected && !this.#isSelected) queueMicrotask(() => scrollToDay(element));
      this.#isSelected = isSelected;
      return nothing;
    }
  },
);

/** Scrolls the row only, never its ancestors, and further by half a day, so that the next one can be reached. */
function scrollToDay(button: Element): void {
  const row = button.parentElement;
  if (!row) return;
  const [inner, outer] = [button.getBoundingClientRect(), row.getBoundingClientRect()];
  const half = inner.width / 2;
  if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right + half;
  else if (inner.left < outer.left) row.scrollLeft -= outer.left - inner.left + half;
}
