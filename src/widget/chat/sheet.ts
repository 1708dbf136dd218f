import {html, nothing, type TemplateResult} from 'lit';
import {closeOnBack} from './close-on-back.ts';

export interface SheetView {
  title: string;
  /** Text below the title. */
  text?: string;
  /** `alertdialog` if something may be lost. */
  role: 'dialog' | 'alertdialog';
  /** Buttons and other content. */
  body: TemplateResult;
  /** Called on Escape, and when the visitor of a phone goes back. */
  leave(): unknown;
}

/** A modal dialog at the foot of the chat. The focus stays in it, even after a click on something that cannot be focused. */
export function sheet({title, text, role, body, leave}: SheetView): TemplateResult {
  return html`<div class="scrim" tabindex="-1" @keydown=${(event: KeyboardEvent) => onKeydown(event, leave)} ${closeOnBack(leave)}>
    <div class="confirm" part="dialog" role=${role} aria-modal="true" aria-labelledby="sheet-title" aria-describedby=${text ? 'sheet-text' : nothing}>
      <h2 id="sheet-title">${title}</h2>
      ${text ? html`<p id="sheet-text">${text}</p>` : nothing}${body}
    </div>
  </div>`;
}

function onKeydown(event: KeyboardEvent, leave: () => unknown): void {
  if (event.key === 'Escape') leave();
  else if (event.key === 'Tab') cycleFocus(event);
  else return;
  event.preventDefault();
}

function cycleFocus({currentTarget, target, shiftKey}: KeyboardEvent): void {
  const controls = [...(currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button, input:checked')];
  const at = controls.indexOf(target as HTMLElement);
  controls.at((shiftKey ? Math.max(at, 0) - 1 : at + 1) % controls.length)?.focus();
}
