import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import {plural, type Labels} from '../../components/labels.ts';
import type {VisitorMessage} from '../../protocol/message.ts';
import type {Options} from '../options.ts';
import type {LateFiles} from './late-files.ts';
import {LateMasking} from './late-masking.ts';
import type {Uploads} from './uploads.ts';

/** Maximum length of a message, in characters. */
const maxLength = 5_000;
/** The share of it from which the remaining characters are shown. */
const counterThreshold = 0.8;

const hasFieldSizing = CSS.supports('field-sizing', 'content');

export interface ComposerOptions {
  files: LateFiles;
  /** Sends what the visitor wrote. */
  send(message: VisitorMessage | string): void;
  /** Stores what the visitor has written but not sent yet. */
  saveDraft(draft: string): void;
}

export interface ComposerView {
  labels: Labels;
  locale: string;
  /** Whether files can be added. */
  files: boolean;
  masking: Options['masking'];
}

/** The input field, with attached files and the send button. */
export class Composer implements ReactiveController {
  #draft = '';
  /** The draft as last stored. */
  #savedDraft = '';
  /** What had the focus before this update, in the composer or in its place. */
  #focused: Element | null | undefined;
  readonly #masking: LateMasking;

  constructor(
    private readonly host: ReactiveControllerHost & {renderRoot: ParentNode; shadowRoot: ShadowRoot | null; focus(): void},
    private readonly options: ComposerOptions,
  ) {
    host.addController(this);
    this.#masking = new LateMasking(host);
  }

  /** @returns Whether there is a field to focus. */
  focus(): boolean {
    this.#field?.focus();
    return this.#field !== null;
  }

  /** Takes over a draft from an earlier page or another tab, unless the visitor is writing here. */
  restoreDraft(saved = ''): void {
    if (saved === this.#savedDraft) return;
    this.#savedDraft = saved;
    if (this.#draft && this.#isWriting) return;
    this.#masking.forget();
    this.#draft = saved;
  }

  hostUpdate(): void {
    this.#focused = this.#active?.closest('.below *');
  }

  hostUpdated(): void {
    const field = this.#field;
    // If the focused element has disappeared, the focus moves to the input, or to the transcript if there is none.
    if (this.#focused?.isConnected === false) this.host.focus();
    if (!field) return;
    // Typing changes the field's value but not what was rendered last.
    if (field.value !== this.#draft) field.value = this.#draft;
    if (hasFieldSizing) return;
    field.style.setProperty('block-size', 'auto');
    field.style.setProperty('block-size', `${field.scrollHeight}px`);
  }

  render({labels, locale, files, masking}: ComposerView): TemplateResult {
    const added = this.options.files.loaded?.attached(labels, locale, () => this.focus());
    return html`<div class="composer" part="composer">
      ${this.#masking.render(masking, {labels, locale, send: () => this.#isReady && this.#sendNow(this.#draft.trim()), focus: () => void this.focus()})}
      <div class="field" part="field">
        ${added ?? nothing} ${files ? this.#attachButton(labels) : nothing}
        <textarea
          class="input"
          part="input"
          rows="1"
          dir=${this.#draft ? 'auto' : nothing}
          enterkeyhint="send"
          aria-label=${labels.message}
          placeholder=${labels.placeholder}
          @input=${this.#onInput}
          @keydown=${this.#onKeydown}
          @paste=${files ? this.#onPaste : nothing}
        ></textarea>
        <button
          type="button"
          class="field-button send ${this.#isReady ? 'ready' : ''}"
          part="send"
          aria-label=${labels.send}
          aria-disabled=${this.#isReady ? nothing : 'true'}
          @click=${this.#send}
        >
          <span>${icon('send')}</span>
        </button>
      </div>
      <div class="foot" part="foot"><slot name="footer"></slot>${remaining(maxLength - this.#draft.length, labels, locale)}</div>
    </div>`;
  }

  /** Attaches files and focuses the field, so that the visitor can go on writing. */
  async attach(files: Iterable<File>): Promise<void> {
    const chosen = [...files];
    this.focus();
    const {uploads} = await this.options.files.load();
    uploads.add(chosen);
  }

  #attachButton(labels: Labels): TemplateResult {
    return html`<button type="button" class="field-button add" aria-label=${labels.attach} @click=${this.#openFilePicker}>${icon('add')}</button>
      <input class="files" type="file" multiple hidden @change=${this.#onFilesPicked} />`;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.host.renderRoot.querySelector('textarea.input');
  }

  get #active(): Element | null | undefined {
    return this.host.shadowRoot?.activeElement;
  }

  get #isWriting(): boolean {
    return this.#active?.localName === 'textarea' && document.hasFocus();
  }

  get #uploads(): Uploads | undefined {
    return this.options.files.loaded?.uploads;
  }

  get #isReady(): boolean {
    const uploads = this.#uploads;
    return (this.#draft.trim() !== '' || uploads?.isReady === true) && this.#draft.length <= maxLength && !uploads?.isBusy;
  }

  readonly #onInput = (event: InputEvent): void => {
    this.#masking.forget();
    this.#setDraft((event.currentTarget as HTMLTextAreaElement).value);
  };

  /** Enter sends and Shift+Enter breaks the line; during composition, Enter belongs to the input method. */
  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  };

  readonly #send = (): void => {
    this.#field?.focus();
    const text = this.#isReady ? this.#masking.check(this.#draft.trim(), this.#send) : undefined;
    if (text !== undefined) this.#sendNow(text);
  };

  #sendNow(text: string): void {
    const {send} = this.options;
    const files = this.#uploads?.take();
    this.#setDraft('');
    if (files) send(files);
    if (text) send(text);
  }

  #setDraft(draft: string): void {
    this.#draft = draft;
    const storable = this.#masking.storable(draft);
    if (storable !== undefined) this.options.saveDraft((this.#savedDraft = storable));
    this.host.requestUpdate();
  }

  readonly #openFilePicker = (): void => this.host.renderRoot.querySelector<HTMLInputElement>('input.files')?.click();

  readonly #onFilesPicked = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    void this.attach(input.files ?? []);
    input.value = '';
  };

  /** Office programs copy text along with an image of it: then the text is meant. */
  readonly #onPaste = (event: ClipboardEvent): void => {
    const {files, types} = event.clipboardData ?? {};
    if (!files?.length || types?.includes('text/plain')) return;
    event.preventDefault();
    void this.attach(files);
  };
}

/** The number of characters left, once it is low. */
function remaining(count: number, labels: Labels, locale: string): TemplateResult | typeof nothing {
  if (count < 0) return html`<span class="left over" role="status">${plural(labels, 'over', -count, locale)}</span>`;
  return count > maxLength * (1 - counterThreshold) ? nothing : html`<span class="left">${plural(labels, 'left', count, locale)}</span>`;
}
