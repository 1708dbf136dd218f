import {html, type TemplateResult} from 'lit';
import type {LabelKey, Labels} from '../../components/labels.ts';
import {menuLabels} from '../../components/late-labels/menu.ts';
import type {CloseOverlay, Overlay} from './overlay.ts';
import {sheet} from './sheet.ts';

/** The question to ask. */
export type Question = 'end' | 'restart';

type Key = LabelKey | keyof typeof menuLabels;

const labelKeys: {[Q in Question]: {title: Key; text: Key; yes: Key}} = {
  end: {title: 'end_question', text: 'end_explained', yes: 'end_confirm'},
  restart: {title: 'restart_question', text: 'restart_explained', yes: 'restart'},
};

/** The confirmation before a conversation ends. The safe answer has the focus, and Escape chooses it. */
export class Confirmation implements Overlay {
  constructor(
    private readonly question: Question,
    private readonly onConfirm: () => void,
    private readonly leave: CloseOverlay,
  ) {}

  render(chatLabels: Labels): TemplateResult {
    const labels = {...menuLabels, ...chatLabels};
    const {leave, onConfirm} = this;
    const {title, text, yes} = labelKeys[this.question];
    const body = html`<div class="answers">
      <button type="button" class="big-button danger" @click=${() => leave(onConfirm)}>${labels[yes]}</button>
      <button type="button" class="big-button quiet first" @click=${() => leave()}>${labels.cancel}</button>
    </div>`;
    return sheet({title: labels[title], text: labels[text], role: 'alertdialog', body, leave: () => leave()});
  }
}
