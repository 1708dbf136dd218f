import {html, type TemplateResult} from 'lit';
import {icon} from '../../components/more-icons.ts';
import type {Labels, LabelsWith} from '../../components/labels.ts';
import {menuLabels} from '../../components/late-labels/menu.ts';
import type {Overlay} from './overlay.ts';
import type {DisplayController, DisplaySettings} from './display-controller.ts';
import {minusIcon, plusIcon} from './settings-icons.ts';
import {sheet} from './sheet.ts';

type SheetLabels = LabelsWith<typeof menuLabels>;

/** A setting that is either on or off. */
interface Switch {
  label: keyof typeof menuLabels;
  /** Whether it is on: as chosen, or else according to the page or the system. */
  isOn(display: DisplayController): boolean;
  settingsFor(on: boolean): DisplaySettings;
}

const switches: readonly Switch[] = [
  {
    label: 'reader_contrast',
    isOn: ({chosen}) => (chosen.contrast ? chosen.contrast === 'more' : matchMedia('(prefers-contrast: more)').matches),
    settingsFor: (on) => ({contrast: on ? 'more' : 'normal'}),
  },
  {
    label: 'reader_motion',
    isOn: ({chosen}) => (chosen.motion ? chosen.motion === 'less' : matchMedia('(prefers-reduced-motion: reduce)').matches),
    settingsFor: (on) => ({motion: on ? 'less' : 'full'}),
  },
  {label: 'reader_sound', isOn: ({options}) => options.sound === 'on', settingsFor: (on) => ({sound: on ? 'on' : 'off'})},
  {label: 'reader_lists', isOn: ({chosen}) => chosen.carousels === 'list', settingsFor: (on) => ({carousels: on ? 'list' : undefined})},
];

const announcementLevels: readonly {label: keyof typeof menuLabels; spoken: DisplaySettings['spoken']}[] = [
  {label: 'spoken_all', spoken: undefined},
  {label: 'spoken_brief', spoken: 'brief'},
  {label: 'spoken_none', spoken: 'none'},
];

/** Text sizes, in percent of the page's own. */
const sizes = [100, 115, 130, 150, 175, 200];

/** The dialog with the display settings. Each change takes effect immediately, behind the dialog and in it. */
export class SettingsSheet implements Overlay {
  constructor(
    private readonly host: {readonly locale: string},
    private readonly display: DisplayController,
    private readonly leave: () => unknown,
  ) {}

  render(chatLabels: Labels): TemplateResult {
    const labels = {...menuLabels, ...chatLabels};
    const {leave, display} = this;
    const body = html`<div class="settings">
        ${this.#size(labels)} ${switches.map((one) => this.#switch(one, labels))} ${this.#spoken(labels)}
        <button type="button" class="menu-row" @click=${() => display.reset()}>${icon('again')}<span>${labels.reader_reset}</span></button>
      </div>
      <div class="answers held">
        <button type="button" class="big-button quiet" @click=${leave}>${labels.close}</button>
      </div>`;
    return sheet({title: labels.reader, role: 'dialog', body, leave});
  }

  #size(labels: SheetLabels): TemplateResult {
    const {size = 100} = this.display.chosen;
    const at = sizes.indexOf(size);
    const step = (label: keyof typeof menuLabels, next: number | undefined, icon: TemplateResult, isFirst: boolean) =>
      html`<button
        type="button"
        class="step ${isFirst ? 'first' : ''}"
        aria-label=${labels[label]}
        aria-disabled=${next ? 'false' : 'true'}
        @click=${() => next && this.display.choose({size: next})}
      >
        ${icon}
      </button>`;
    const [smaller, larger] = [sizes[at - 1], sizes[at + 1]];
    const percent = (size / 100).toLocaleString(this.host.locale, {style: 'percent'});
    return html`<div class="setting" role="group" aria-labelledby="reader-size">
      <span id="reader-size" class="what">${labels.reader_text_size}</span>
      <span class="steps">
        ${step('reader_smaller', smaller, minusIcon, !larger)}<output class="size">${percent}</output
        >${step('reader_larger', larger, plusIcon, Boolean(larger))}
      </span>
    </div>`;
  }

  #switch({label, isOn, settingsFor}: Switch, labels: SheetLabels): TemplateResult {
    const on = isOn(this.display);
    return html`<button
      type="button"
      class="setting switch"
      role="switch"
      aria-checked=${on ? 'true' : 'false'}
      @click=${() => this.display.choose(settingsFor(!on))}
    >
      <span class="what">${labels[label]}</span><span class="track"></span>
    </button>`;
  }

  #spoken(labels: SheetLabels): TemplateResult {
    const {chosen} = this.display;
    return html`<div class="levels" role="radiogroup" aria-labelledby="reader-spoken">
      <span id="reader-spoken" class="what">${labels.reader_spoken}</span>
      ${announcementLevels.map(
        ({label, spoken}) =>
          html`<label class="level">
            <input type="radio" name="reader-spoken" .checked=${chosen.spoken === spoken} @change=${() => this.display.choose({spoken})} />
            <span>${labels[label]}</span>
          </label>`,
      )}
    </div>`;
  }
}
