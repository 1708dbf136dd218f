import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/icons.ts';
import type {LabelKey, Labels} from '../../components/labels.ts';
import type {SaveAs, Transcript} from '../transcript-export/transcript.ts';
import {sheet} from './sheet.ts';

const ways: readonly {as: SaveAs; label: LabelKey; sign: Icon}[] = [
  {as: 'copy', label: 'save_copy', sign: 'copy'},
  {as: 'html', label: 'save_html', sign: 'globe'},
  {as: 'text', label: 'save_text', sign: 'file'},
  {as: 'json', label: 'save_json', sign: 'data'},
  {as: 'print', label: 'print', sign: 'print'},
];

type Outcome = 'copied' | 'save_failed' | undefined;

/** The ways to take a conversation along. What does it is loaded when one is chosen. */
export class Saving implements ReactiveController {
  #open = false;
  #outcome: Outcome;

  /** @param transcript What is saved. */
  constructor(
    private readonly host: ReactiveControllerHost & {renderRoot: ParentNode; focus(): void},
    private readonly transcript: () => Transcript,
  ) {
    host.addController(this);
  }

  /** Whether it is offered: what lies behind it is out of reach. */
  get isOpen(): boolean {
    return this.#open;
  }

  hostDisconnected(): void {
    this.#open = false;
  }

  async offer(): Promise<void> {
    this.#outcome = undefined;
    this.#open = true;
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>('.confirm button')?.focus();
  }

  render(labels: Labels): TemplateResult | typeof nothing {
    if (!this.#open) return nothing;
    const body = html`<div class="ways">
        ${ways.map(
          ({as, label, sign}) =>
            html`<button type="button" class="menu-row" part="menu-row" @click=${() => void this.#save(as)}>
              ${icon(sign)}<span>${labels[label]}</span>
            </button>`,
        )}
      </div>
      <p class="outcome" role="status">${this.#outcome ? labels[this.#outcome] : ''}</p>
      <div class="answers">
        <button type="button" class="big-button quiet" @click=${() => void this.#leave()}>${labels.close}</button>
      </div>`;
    return sheet({title: labels.save, role: 'dialog', body, leave: () => void this.#leave()});
  }

  async #save(as: SaveAs): Promise<void> {
    const say = (outcome: Outcome) => {
      this.#outcome = outcome;
      this.host.requestUpdate();
    };
    say(undefined);
    try {
      const {saveTranscript} = await import('../transcript-export/save.ts');
      await saveTranscript(as, this.transcript());
      if (as === 'copy') say('copied');
    } catch (error) {
      console.error('Parley: the conversation could not be saved.', error);
      say('save_failed');
    }
  }

  async #leave(): Promise<void> {
    this.#open = false;
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.host.focus();
  }
}
