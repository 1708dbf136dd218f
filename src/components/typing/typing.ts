import {html, nothing, type TemplateResult} from 'lit';
import type {PartContext} from '../context.ts';
import {fill} from '../labels.ts';

export interface Typing {
  /** Shown next to the dots after a long wait. May count seconds, since it is not read out. */
  words?: string;
  /** Read out instead whenever it changes; by default, that somebody is writing. */
  spoken?: string;
  /** Who is writing. */
  name?: string;
}

/** Three pulsing dots: an answer is on its way. */
export function typing({words, spoken, name}: Typing, {labels}: PartContext): TemplateResult {
  const announcement = spoken ?? fill(labels.writing, {name: name || labels.bot});
  return html`<div class="bubble bot typing last" part="typing" role="status"
    ><i class="dot"></i><i class="dot"></i><i class="dot"></i><span class="unseen">${announcement}</span>${
      words ? html`<span class="wait" aria-hidden="true">${words}</span>` : nothing
    }</div>`;
}
