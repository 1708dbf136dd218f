import {html, svg, type TemplateResult} from 'lit';

/** Drawings of 20 by 20, stroked in the colour of the text around them. */
const drawings = {
  menu: svg`<circle cx="4.5" cy="10" r=".9" fill="currentColor"/><circle cx="10" cy="10" r=".9" fill="currentColor"/><circle cx="15.5" cy="10" r=".9" fill="currentColor"/>`,
  close: svg`<path d="m5.5 5.5 9 9m0-9-9 9"/>`,
  down: svg`<path d="m5 8 5 5 5-5"/>`,
  start: svg`<path d="m12 5-5 5 5 5"/>`,
  end: svg`<path d="m8 5 5 5-5 5"/>`,
  send: svg`<path d="M10 15.5v-11m-4.7 4.8L10 4.5l4.7 4.8"/>`,
  add: svg`<path d="M10 4.2v11.6M4.2 10h11.6"/>`,
  play: svg`<path d="M7.3 5.2v9.6l7.6-4.8z"/>`,
  pause: svg`<path d="M7.4 5.4v9.2M12.6 5.4v9.2"/>`,
  check: svg`<path d="m4.5 10.5 3.7 3.7 7.3-8"/>`,
  checks: svg`<path d="m1.8 10.6 3.6 3.6 6.6-8M9.6 13.4l.8.8 6.8-8"/>`,
  clock: svg`<circle cx="10" cy="10" r="6.6"/><path d="M10 6.4V10l2.5 1.6"/>`,
  alert: svg`<circle cx="10" cy="10" r="6.8"/><path d="M10 6.6v4.1"/><circle cx="10" cy="13.3" r=".5" fill="currentColor"/>`,
  retry: svg`<path d="M15.6 10a5.6 5.6 0 1 1-1.7-4l1.9 1.8m.1-3.6v3.6h-3.6"/>`,
  offline: svg`<path d="M3 8.1A10.4 10.4 0 0 1 6 6.2m3.2-.8A10.4 10.4 0 0 1 17 8.1M5.7 11a6.6 6.6 0 0 1 2.5-1.6m3.8.1a6.6 6.6 0 0 1 2.3 1.5M3.5 3.5l13 13"/><circle cx="10" cy="14.6" r=".8" fill="currentColor"/>`,
  person: svg`<circle cx="10" cy="7" r="3"/><path d="M4.3 16.2c.5-3 2.8-4.6 5.7-4.6s5.2 1.6 5.7 4.6"/>`,
  save: svg`<path d="M10 3.8v8.4m-3.6-3.4L10 12.4l3.6-3.6M4 15.8h12"/>`,
  copy: svg`<path d="M7.4 7.4h8.8v8.8H7.4zM12.6 7.4V3.8H3.8v8.8h3.6"/>`,
  print: svg`<path d="M6 7.4V3.8h8v3.6M6 13.6H3.6V7.4h12.8v6.2H14M6 11.4h8v4.8H6z"/>`,
  data: svg`<path d="m7 6-4 4 4 4m6-8 4 4-4 4"/>`,
  leaves: svg`<path d="M7 5H4.5v10.5H15V13M10.5 4.5h5v5m-.3-4.7-6 6"/>`,
  answers: svg`<path d="M15.5 5.2v3.3c0 1.3-.9 2.2-2.2 2.2H4.6m3.3-3.5-3.5 3.5 3.5 3.6"/>`,
  acts: svg`<path d="M10 3.8c.5 3.6 2.2 5.5 6.2 6.2-4 .7-5.7 2.6-6.2 6.2-.5-3.6-2.2-5.5-6.2-6.2 4-.7 5.7-2.6 6.2-6.2z"/>`,
  again: svg`<path d="M4.4 10a5.6 5.6 0 1 0 1.7-4L4.2 7.8m-.1-3.6v3.6h3.6"/>`,
  power: svg`<path d="M10 3.6v6M6.2 5.6a6.2 6.2 0 1 0 7.6 0"/>`,
  broken: svg`<path d="M16.2 9V4.8H3.8v10.4h5M3.8 12.4l3-2.9 2.6 2.4M12.4 11.6l1.6 2-1.4 1.2 1.8 2.4"/><circle cx="12.6" cy="7.9" r=".9"/>`,
  picture: svg`<path d="M3.8 4.8h12.4v10.4H3.8zM3.8 12.6l3-2.9 3.3 3.1 2.1-1.8 4 3.5"/><circle cx="12.6" cy="7.9" r=".9"/>`,
  file: svg`<path d="M11.4 3.6H5.6v12.8h8.8V6.6zM11.2 3.8v3h3M7.9 10h4.2M7.9 12.8h4.2"/>`,
  pin: svg`<path d="M10 17c3.4-3.4 5-6 5-8.2A5 5 0 0 0 5 8.8C5 11 6.6 13.6 10 17z"/><circle cx="10" cy="8.7" r="1.6"/>`,
  globe: svg`<circle cx="10" cy="10" r="6.8"/><path d="M3.4 10h13.2M10 3.2c2.2 2 3.2 4.2 3.2 6.8s-1 4.8-3.2 6.8c-2.2-2-3.2-4.2-3.2-6.8s1-4.8 3.2-6.8z"/>`,
};

export type Icon = keyof typeof drawings;

/** An icon. It says nothing: the words stand beside it or on the control. `look` adds classes: `small`, `tiny`, `large`, `turns` (with the reading direction). */
export function icon(name: Icon, look = ''): TemplateResult {
  return html`<svg class="icon ${look}" viewBox="0 0 20 20" aria-hidden="true">${drawings[name]}</svg>`;
}
