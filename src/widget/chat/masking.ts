import {html, nothing, type TemplateResult} from 'lit';
import {fill, type Labels} from '../../components/labels.ts';
import {maskingLabels} from '../../components/late-labels/masking.ts';
import {maskDraft, maskSensitive, type SensitiveKind, findSensitive} from '../../protocol/masking.ts';
import type {Options} from '../options.ts';
import {maskingStyles} from './masking.styles.ts';

/** The notice about what the visitor wrote. */
interface MaskingNotice {
  as: Exclude<Options['masking'], 'off'>;
  kinds: readonly SensitiveKind[];
}

export interface MaskingView {
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
  static readonly storable = maskDraft;
  #notice: MaskingNotice | undefined;

  /** @param update Requests another rendering. */
  constructor(private readonly update: () => void) {}

  /** Returns the text that may be sent now; undefined if the visitor has to decide or to change it first. */
  check(text: string, as: MaskingNotice['as']): string | undefined {
    const kinds = [...new Set(findSensitive(text).map(({kind}) => kind))];
    this.#notice = kinds.length ? {as, kinds} : undefined;
    this.update();
    if (!this.#notice) return text;
    return as === 'mask' ? maskSensitive(text) : undefined;
  }

  /** Resets the notice after the text has changed. */
  forget(): void {
    this.#notice = undefined;
  }

  /** Both live regions exist before they have content, so that screen readers announce it. */
  render(view: MaskingView): TemplateResult {
    const notice = this.#notice;
    const isMasked = notice?.as === 'mask';
    return html`<div role="status">${notice && isMasked ? noticeText(notice, view) : nothing}</div>
      <div role="alert">${notice && !isMasked ? noticeText(notice, view) : nothing}</div>
      ${notice?.as === 'warn' ? this.#buttons(view) : nothing}`;
  }

  #buttons({labels: chatLabels, send, focus}: MaskingView): TemplateResult {
    const labels = {...maskingLabels, ...chatLabels};
    const dismiss = (): void => {
      this.forget();
      this.update();
      focus();
    };
    const sendAnyway = (): void => {
      dismiss();
      send();
    };
    return html`<div class="masking-answers" role="group" @keydown=${(event: KeyboardEvent) => dismissOnEscape(event, dismiss)}>
      <button type="button" class="big-button quiet" @click=${dismiss}>${labels.masking_edit}</button>
      <button type="button" class="big-button danger" @click=${sendAnyway}>${labels.masking_send}</button>
    </div>`;
  }
}

const noticeLabels = {warn: 'masking_warn', mask: 'masking_masked', block: 'masking_blocked'} as const;

function noticeText({as, kinds}: MaskingNotice, {labels: chatLabels, locale}: MaskingView): TemplateResult {
  const labels = {...maskingLabels, ...chatLabels};
  const names = kinds.map((kind) => labels[`masked_${kind}`]);
  const what = new Intl.ListFormat(locale).format(names);
  return html`<p class="masking ${as}" part="banner">${fill(labels[noticeLabels[as]], {what})}</p>`;
}

/** Escape dismisses the question, but does not close the chat. */
function dismissOnEscape(event: KeyboardEvent, dismiss: () => void): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  dismiss();
}
