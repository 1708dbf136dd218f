import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import type {Labels} from '../../components/labels.ts';

/** The question before a conversation ends. The safe answer has the focus, and Escape is the safe answer. */
export class Confirmation implements ReactiveController {
  #act: (() => void) | undefined;

  constructor(private readonly host: ReactiveControllerHost & {renderRoot: ParentNode; focus(): void}) {
    host.addController(this);
  }

  /** Whether it is asking: what lies behind it is out of reach. */
  get isAsking(): boolean {
    return this.#act !== undefined;
  }

  hostDisconnected(): void {
    this.#act = undefined;
  }

  async ask(act: () => void): Promise<void> {
    this.#act = act;
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>('.confirm .safe')?.focus();
  }

  render(labels: Labels): TemplateResult | typeof nothing {
    if (!this.#act) return nothing;
    return html`<div class="scrim" @keydown=${this.#key}>
      <div class="confirm" part="dialog" role="alertdialog" aria-modal="true" aria-labelledby="confirm-title" aria-describedby="confirm-text">
        <h2 id="confirm-title">${labels.end_question}</h2>
        <p id="confirm-text">${labels.end_explained}</p>
        <div class="answers">
          <button type="button" class="big-button danger" @click=${() => this.#answer(true)}>${labels.end_confirm}</button>
          <button type="button" class="big-button quiet safe" @click=${() => this.#answer(false)}>${labels.cancel}</button>
        </div>
      </div>
    </div>`;
  }

  async #answer(yes: boolean): Promise<void> {
    const act = this.#act;
    this.#act = undefined;
    this.host.requestUpdate();
    await this.host.updateComplete;
    if (yes) act?.();
    await this.host.updateComplete;
    this.host.focus();
  }

  /** The focus stays in the question. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') void this.#answer(false);
    else if (event.key !== 'Tab') return;
    event.preventDefault();
    const buttons = [...this.host.renderRoot.querySelectorAll<HTMLElement>('.confirm button')];
    buttons.find((button) => button !== event.target)?.focus();
  };
}
