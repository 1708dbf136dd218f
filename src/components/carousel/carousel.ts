import {html, nothing, type TemplateResult} from 'lit';
import type {Template, TemplateElement} from '../../protocol/message.ts';
import {buttons} from '../button/button.ts';
import {card} from '../card/card.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {fill} from '../labels.ts';
import {partLabel} from '../part-label.ts';
import {drawElement} from '../template/draw-element.ts';
import {isRtl, slider} from './slider.ts';
import {stack} from './stack.ts';

/**
 * Cards side by side, with the next one peeking in. Moves by swiping, with the arrow keys or with two buttons that are always
 * there. Becomes a vertical list for a reader who prefers that.
 */
export function carousel(template: Template, context: PartContext): TemplateResult {
  const {elements = [], buttons: templateButtons} = template;
  const {labels, view, remember} = context;
  const last = elements.length - 1;
  const slide = Math.min(Math.max(view.slide ?? 0, 0), Math.max(last, 0));
  const go = (to: number) => to >= 0 && to <= last && to !== slide && remember({slide: to});
  const name = nameOf(template, context);
  if (context.options.carousels === 'list') return stack(template, name, context);
  const footer = buttons(templateButtons, 'template', 'action', context);

  return html`<section class="carousel" part="carousel" role="region" aria-roledescription="carousel" aria-label=${name}>
    <div
      class="slides"
      part="slides"
      role="group"
      aria-label=${partLabel(labels, 'slides')}
      tabindex=${context.reachable ? 0 : -1}
      @keydown=${(event: KeyboardEvent) => navigate(event, {go, slide, last})}
      ${slider(slide, (slide) => remember({slide}))}
    >
      ${elements.map((_, index) => slideOf(template, index, context))}
    </div>
    <div class="bar">
      <span aria-live="polite" aria-atomic="true"
        ><span class="position" part="position">${positionText(slide, elements.length, context)}</span><span class="unseen">${titleOf(elements[slide])}</span></span
      >
      <span class="arrows">
        ${arrow({icon: 'start', label: partLabel(labels, 'previous'), isAtLimit: slide === 0, move: () => go(slide - 1)}, context)}
        ${arrow({icon: 'end', label: partLabel(labels, 'next'), isAtLimit: slide === last, move: () => go(slide + 1)}, context)}
      </span>
    </div>
    ${footer.length ? html`<div class="card foot" part="card">${footer}</div>` : nothing}
  </section>`;
}

function slideOf({elements = []}: Template, index: number, context: PartContext): TemplateResult {
  const element = elements[index]!;
  const drawDefault = () => card(element, `template.elements[${index}]`, context, {look: 'slide'});
  return html`<div class="slide" role="group" aria-roledescription="slide" aria-label="${positionText(index, elements.length, context)}${titleOf(element)}">
    ${drawElement(element, context, drawDefault)}
  </div>`;
}

interface Arrow {
  icon: 'start' | 'end';
  label: string;
  /** There is nothing further in that direction: the button is muted, but stays. */
  isAtLimit: boolean;
  move: () => unknown;
}

function arrow({icon: iconName, label, isAtLimit, move}: Arrow, {reachable}: PartContext): TemplateResult {
  return html`<button
    type="button"
    class="arrow"
    part="arrow"
    aria-label=${label}
    aria-disabled=${isAtLimit ? 'true' : nothing}
    tabindex=${reachable ? nothing : -1}
    @click=${move}
  >
    <span>${icon(iconName, 'small turns')}</span>
  </button>`;
}

interface Navigation {
  go: (to: number) => unknown;
  slide: number;
  last: number;
}

function navigate(event: KeyboardEvent, {go, slide, last}: Navigation): void {
  const track = event.currentTarget as Element;
  if (event.target !== track || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === 'Tab') return focusInSlide(event, track, slide);
  const forward = isRtl(track) ? 'ArrowLeft' : 'ArrowRight';
  const back = isRtl(track) ? 'ArrowRight' : 'ArrowLeft';
  const to = {[forward]: slide + 1, [back]: slide - 1, Home: 0, End: last}[event.key];
  if (to === undefined) return;
  // These keys belong to the track: neither the browser nor the transcript around it should scroll too.
  event.preventDefault();
  event.stopPropagation();
  go(to);
}

/** Continues in or after the slide in view: otherwise the focus would move to the first slide, and scroll the track back to it. */
function focusInSlide(event: Event, track: Element, slide: number): void {
  const control = track.querySelector<HTMLElement>(`:scope > :nth-child(n + ${slide + 1}) :is(a[href], button):not([tabindex="-1"])`);
  if (!control) return;
  event.preventDefault();
  control.focus();
}

function positionText(index: number, count: number, {labels, locale}: PartContext): string {
  return fill(partLabel(labels, 'slide_of'), {index: (index + 1).toLocaleString(locale), count: count.toLocaleString(locale)});
}

/** The card's title, after its position: anyone going from button to button hears which card each belongs to. */
function titleOf(element: TemplateElement | undefined): string {
  return element?.title ? `: ${element.title}` : '';
}

/** Names what there is to choose from, so that two carousels in one conversation can be told apart. */
function nameOf({elements = []}: Template, {labels, locale}: PartContext): string {
  const titles = elements.flatMap(({title}) => title ?? []).slice(0, 3);
  return titles.length
    ? `${partLabel(labels, 'slides')}: ${new Intl.ListFormat(locale, {type: 'unit'}).format(titles)}`
    : partLabel(labels, 'slides');
}
