import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import type {LabelKey, Labels} from '../../components/labels.ts';
import {sheet} from './sheet.ts';

/** What is asked about. */
export type Question = 'end' | 'restart';

const words: {[Q in Question]: {title: LabelKey; text: LabelKey; yes: LabelKey}} = {
  end: {title: 'end_question', text: 'end_explained', yes: 'end_confirm'},
  restart: {title: 'restart_question', text: 'restart_explained', yes: 'restart'},
};

/** The question before a conversation ends. The safe answer has the focus, and Escape is the safe answer. */
export class Confirmation implements ReactiveController {
  #asked: {question: Question; act(): void} | undefined;

  constructor(private readonly host: ReactiveControllerHost & {renderRoot: ParentNode; focus(): void}) {
    host.addController(this);
  }

  /** Whether it is asking: what lies behind it is out of reach. */
  get isAsking(): boolean {
    return this.#asked !== undefined;
  }

  hostDisconnected(): void {
    this.#asked = undefined;
  }

  async ask(question: Question, act: () => void): Promise<void> {
    this.#asked = {question, act};
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>('.confirm .safe')?.focus();
  }

  render(labels: Labels): TemplateResult | typeof nothing {
    if (!this.#asked) return nothing;
    const {title, text, yes} = words[this.#asked.question];
    const body = html`<div class="answers">
      <button type="button" class="big-button danger" @click=${() => this.#answer(true)}>${labels[yes]}</button>
      <button type="button" class="big-button quiet safe" @click=${() => this.#answer(false)}>${labels.cancel}</button>
    </div>`;
    return sheet({title: labels[title], text: labels[text], role: 'alertdialog', body, leave: () => void this.#answer(false)});
  }

  async #answer(yes: boolean): Promise<void> {
    const asked = this.#asked;
    this.#asked = undefined;
    this.host.requestUpdate();
    await this.host.updateComplete;
    if (yes) asked?.act();
    await this.host.updateComplete;
    this.host.focus();
  }
}
