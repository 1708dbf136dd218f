import {html, type ReactiveControllerHost, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/more-icons.ts';
import type {LabelKey, Labels} from '../../components/labels.ts';
import {menuLabels} from '../../components/late-labels/menu.ts';
import type {SaveAs, Transcript} from '../transcript-export/transcript.ts';
import type {CloseOverlay, Overlay} from './overlay.ts';
import {sheet} from './sheet.ts';

const formats: readonly {as: SaveAs; label: LabelKey | keyof typeof menuLabels; sign: Icon}[] = [
  {as: 'copy', label: 'save_copy', sign: 'copy'},
  {as: 'html', label: 'save_html', sign: 'globe'},
  {as: 'text', label: 'save_text', sign: 'file'},
  {as: 'json', label: 'save_json', sign: 'data'},
  {as: 'print', label: 'print', sign: 'print'},
];

type Outcome = 'copied' | 'save_failed' | undefined;

/** The dialog with the ways to save a conversation. The code for them is loaded when one is chosen. */
export class SaveSheet implements Overlay {
  #outcome: Outcome;

  /** @param transcript Returns the conversation to save. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly transcript: () => Transcript,
    private readonly leave: CloseOverlay,
  ) {}

  render(chatLabels: Labels): TemplateResult {
    const labels = {...menuLabels, ...chatLabels};
    const leave = () => this.leave();
    const body = html`<div class="ways">
        ${formats.map(
          ({as, label, sign: formatIcon}, index) =>
            html`<button type="button" class="menu-row ${index ? '' : 'first'}" part="menu-row" @click=${() => void this.#save(as)}>
              ${icon(formatIcon)}<span>${labels[label]}</span>
            </button>`,
        )}
      </div>
      <p class="outcome" role="status">${this.#outcome ? labels[this.#outcome] : ''}</p>
      <div class="answers">
        <button type="button" class="big-button quiet" @click=${leave}>${labels.close}</button>
      </div>`;
    return sheet({title: labels.save, role: 'dialog', body, leave});
  }

  async #save(as: SaveAs): Promise<void> {
    const setOutcome = (outcome: Outcome) => {
      this.#outcome = outcome;
      this.host.requestUpdate();
    };
    setOutcome(undefined);
    try {
      const {saveTranscript} = await import('../transcript-export/save.ts');
      await saveTranscript(as, this.transcript());
      if (as === 'copy') setOutcome('copied');
    } catch (error) {
      console.error('Parley: the conversation could not be saved.', error);
      setOutcome('save_failed');
    }
  }
}
