import {html, svg, type SVGTemplateResult, type TemplateResult} from 'lit';

/** 20 by 20 icons, stroked in the current text colour: those that a first conversation needs. */
const iconShapes = {
  menu: svg`<circle cx="4.5" cy="10" r=".9" fill="currentColor"/><circle cx="10" cy="10" r=".9" fill="currentColor"/><circle cx="15.5" cy="10" r=".9" fill="currentColor"/>`,
  close: svg`<path d="m5.5 5.5 9 9m0-9-9 9"/>`,
  down: svg`<path d="m5 8 5 5 5-5"/>`,
  send: svg`<path d="M10 15.5v-11m-4.7 4.8L10 4.5l4.7 4.8"/>`,
  add: svg`<path d="M10 4.2v11.6M4.2 10h11.6"/>`,
  check: svg`<path d="m4.5 10.5 3.7 3.7 7.3-8"/>`,
  checks: svg`<path d="m1.8 10.6 3.6 3.6 6.6-8M9.6 13.4l.8.8 6.8-8"/>`,
  clock: svg`<circle cx="10" cy="10" r="6.6"/><path d="M10 6.4V10l2.5 1.6"/>`,
  alert: svg`<circle cx="10" cy="10" r="6.8"/><path d="M10 6.6v4.1"/><circle cx="10" cy="13.3" r=".5" fill="currentColor"/>`,
  retry: svg`<path d="M15.6 10a5.6 5.6 0 1 1-1.7-4l1.9 1.8m.1-3.6v3.6h-3.6"/>`,
  offline: svg`<path d="M3 8.1A10.4 10.4 0 0 1 6 6.2m3.2-.8A10.4 10.4 0 0 1 17 8.1M5.7 11a6.6 6.6 0 0 1 2.5-1.6m3.8.1a6.6 6.6 0 0 1 2.3 1.5M3.5 3.5l13 13"/><circle cx="10" cy="14.6" r=".8" fill="currentColor"/>`,
  person: svg`<circle cx="10" cy="7" r="3"/><path d="M4.3 16.2c.5-3 2.8-4.6 5.7-4.6s5.2 1.6 5.7 4.6"/>`,
  again: svg`<path d="M4.4 10a5.6 5.6 0 1 0 1.7-4L4.2 7.8m-.1-3.6v3.6h3.6"/>`,
  pin: svg`<path d="M10 17c3.4-3.4 5-6 5-8.2A5 5 0 0 0 5 8.8C5 11 6.6 13.6 10 17z"/><circle cx="10" cy="8.7" r="1.6"/>`,
};

export type Icon = keyof typeof iconShapes;

/**
 * A decorative icon: its meaning is in the text next to it or in the control's label.
 * `look` adds classes: `small`, `tiny`, `large`, or `turns` (mirrored in right-to-left text).
 */
export function icon(name: Icon, classes = ''): TemplateResult {
  return svgIcon(iconShapes[name], classes);
}

export function svgIcon(shapes: SVGTemplateResult, classes: string): TemplateResult {
  return html`<svg class="icon ${classes}" viewBox="0 0 20 20" aria-hidden="true">${shapes}</svg>`;
}
