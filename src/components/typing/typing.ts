import {html, nothing, type TemplateResult} from 'lit';
import type {PartContext} from '../context.ts';
import {fill} from '../labels.ts';

export interface Typing {
  /** Stands beside the dots once the waiting is long. It may count seconds: it is not read out. */
  words?: string;
  /** What is read out instead, when it changes; that somebody is writing, by default. */
  spoken?: string;
  /** Who is writing. */
  name?: string;
}

/** Three pulsing dots: an answer is on its way. */
export function typing({words, spoken, name}: Typing, {labels}: PartContext): TemplateResult {
  const said = spoken ?? fill(labels.writing, {name: name || labels.bot});
  return html`<div class="bubble bot typing last" part="typing" role="status"
    ><i class="dot"></i><i class="dot"></i><i class="dot"></i><span class="unseen">${said}</span>${
      words ? html`<span class="wait" aria-hidden="true">${words}</span>` : nothing
    }</div>`;
}
