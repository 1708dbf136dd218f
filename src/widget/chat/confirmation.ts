import {html, type TemplateResult} from 'lit';
import type {LabelKey, Labels} from '../../components/labels.ts';
import type {Leave, Overlay} from './overlay.ts';
import {sheet} from './sheet.ts';

/** What is asked about. */
export type Question = 'end' | 'restart';

const words: {[Q in Question]: {title: LabelKey; text: LabelKey; yes: LabelKey}} = {
  end: {title: 'end_question', text: 'end_explained', yes: 'end_confirm'},
  restart: {title: 'restart_question', text: 'restart_explained', yes: 'restart'},
};

/** The question before a conversation ends. The safe answer has the focus, and Escape is the safe answer. */
export class Confirmation implements Overlay {
  constructor(
    private readonly question: Question,
    private readonly act: () => void,
    private readonly leave: Leave,
  ) {}

  render(labels: Labels): TemplateResult {
    const {leave, act} = this;
    const {title, text, yes} = words[this.question];
    const body = html`<div class="answers">
      <button type="button" class="big-button danger" @click=${() => leave(act)}>${labels[yes]}</button>
      <button type="button" class="big-button quiet first" @click=${() => leave()}>${labels.cancel}</button>
    </div>`;
    return sheet({title: labels[title], text: labels[text], role: 'alertdialog', body, leave: () => leave()});
  }
}
