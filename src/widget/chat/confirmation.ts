import {html, type TemplateResult} from 'lit';
import type {LabelKey, Labels} from '../../components/labels.ts';
import {menuLabels} from '../../components/late-labels/menu.ts';
import type {Leave, Overlay} from './overlay.ts';
import {sheet} from './sheet.ts';

/** The question to ask. */
export type Question = 'end' | 'restart';

type Key = LabelKey | keyof typeof menuLabels;

const words: {[Q in Question]: {title: Key; text: Key; yes: Key}} = {
  end: {title: 'end_question', text: 'end_explained', yes: 'end_confirm'},
  restart: {title: 'restart_question', text: 'restart_explained', yes: 'restart'},
};

/** The confirmation before a conversation ends. The safe answer has the focus, and Escape chooses it. */
export class Confirmation implements Overlay {
  constructor(
    private readonly question: Question,
    private readonly act: () => void,
    private readonly leave: Leave,
  ) {}

  render(chats: Labels): TemplateResult {
    const labels = {...menuLabels, ...chats};
    const {leave, act} = this;
    const {title, text, yes} = words[this.question];
    const body = html`<div class="answers">
      <button type="button" class="big-button danger" @click=${() => leave(act)}>${labels[yes]}</button>
      <button type="button" class="big-button quiet first" @click=${() => leave()}>${labels.cancel}</button>
    </div>`;
    return sheet({title: labels[title], text: labels[text], role: 'alertdialog', body, leave: () => leave()});
  }
}
