import {html, nothing, type TemplateResult} from 'lit';
import {fill, type Labels} from '../../components/labels.ts';
import {maskingLabels} from '../../components/late-labels/masking.ts';
import {maskDraft, maskSensitive, type SensitiveKind, findSensitive} from '../../protocol/masking.ts';
import type {Options} from '../options.ts';
import {maskingStyles} from './masking.styles.ts';

/** The notice about what the visitor wrote. */
interface Told {
  as: Exclude<Options['masking'], 'off'>;
  kinds: readonly SensitiveKind[];
}

export interface MaskingLook {
  labels: Labels;
  locale: string;
  /** Sends the message in spite of the warning. */
  send(): unknown;
  /** Focuses the input field. */
  focus(): void;
}

/** Checks what the visitor wrote before it is sent: warns, masks or blocks, depending on the page's option. */
export class Masking {
  static readonly styles = maskingStyles;
  static readonly keepable = maskDraft;
  #told: Told | undefined;

  /** @param update Requests another rendering. */
  constructor(private readonly update: () => void) {}

  /** Returns the text that may be sent now; undefined if the visitor has to decide or to change it first. */
  pass(words: string, as: Told['as']): string | undefined {
    const kinds = [...new Set(findSensitive(words).map(({kind}) => kind))];
    this.#told = kinds.length ? {as, kinds} : undefined;
    this.update();
    if (!this.#told) return words;
    return as === 'mask' ? maskSensitive(words) : undefined;
  }

  /** Resets the notice after the text has changed. */
  forget(): void {
    this.#told = undefined;
  }

  /** Both live regions exist before they have content, so that screen readers announce it. */
  render(look: MaskingLook): TemplateResult {
    const told = this.#told;
    const isDone = told?.as === 'mask';
    return html`<div role="status">${told && isDone ? words(told, look) : nothing}</div>
      <div role="alert">${told && !isDone ? words(told, look) : nothing}</div>
      ${told?.as === 'warn' ? this.#answers(look) : nothing}`;
  }

  #answers({labels: chats, send, focus}: MaskingLook): TemplateResult {
    const labels = {...maskingLabels, ...chats};
    const leave = (): void => {
      this.forget();
      this.update();
      focus();
    };
    const goOn = (): void => {
      leave();
      send();
    };
    return html`<div class="masking-answers" role="group" @keydown=${(event: KeyboardEvent) => escape(event, leave)}>
      <button type="button" class="big-button quiet" @click=${leave}>${labels.masking_edit}</button>
      <button type="button" class="big-button danger" @click=${goOn}>${labels.masking_send}</button>
    </div>`;
  }
}

const sentences = {warn: 'masking_warn', mask: 'masking_masked', block: 'masking_blocked'} as const;

function words({as, kinds}: Told, {labels: chats, locale}: MaskingLook): TemplateResult {
  const labels = {...maskingLabels, ...chats};
  const names = kinds.map((kind) => labels[`masked_${kind}`]);
  const what = new Intl.ListFormat(locale).format(names);
  return html`<p class="masking ${as}" part="banner">${fill(labels[sentences[as]], {what})}</p>`;
}

/** Escape dismisses the question, but does not close the chat. */
function escape(event: KeyboardEvent, leave: () => void): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  leave();
}
