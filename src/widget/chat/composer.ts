import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {icon} from '../../components/icons.ts';
import {counted, type Labels} from '../../components/labels.ts';
import type {VisitorMessage} from '../../protocol/message.ts';
import {uploadRow} from './upload-row.ts';
import type {Uploads} from './uploads.ts';

/** Characters a message may have. */
const longest = 5_000;
/** The share of them from which on it is said how many are left. */
const nearly = 0.8;

const growsAlone = CSS.supports('field-sizing', 'content');

export interface ComposerOptions {
  uploads: Uploads;
  /** Takes what the visitor wrote. */
  send(message: VisitorMessage | string): void;
  /** Keeps what the visitor has written and not yet sent. */
  write(draft: string): void;
}

export interface ComposerLook {
  labels: Labels;
  locale: string;
  /** Whether files may be added. */
  files: boolean;
}

/** Where the visitor writes. */
export class Composer implements ReactiveController {
  #draft = '';
  /** The draft as it was last kept. */
  #kept = '';

  constructor(
    private readonly host: ReactiveControllerHost & {renderRoot: ParentNode},
    private readonly options: ComposerOptions,
  ) {
    host.addController(this);
  }

  /** @returns Whether there is a field to focus. */
  focus(): boolean {
    this.#field?.focus();
    return this.#field !== null;
  }

  /** Takes up a draft that comes from an earlier page or another tab, but never from under who is writing. */
  take(kept = ''): void {
    if (kept === this.#kept) return;
    this.#kept = kept;
    if (!this.#draft || !this.#isWriting) this.#draft = kept;
  }

  hostUpdated(): void {
    const field = this.#field;
    if (!field || growsAlone) return;
    field.style.setProperty('block-size', 'auto');
    field.style.setProperty('block-size', `${field.scrollHeight}px`);
  }

  render({labels, locale, files}: ComposerLook): TemplateResult {
    const {uploads} = this.options;
    return html`<div class="composer" part="composer">
      <div class="field" part="field" @dragover=${files ? allow : nothing} @drop=${files ? this.#drop : nothing}>
        ${
          uploads.list.length
            ? html`<div class="uploads">${uploads.list.map((upload, index) => uploadRow(upload, labels, locale, () => uploads.remove(index)))}</div>`
            : nothing
        }
        ${files ? this.#adding(labels) : nothing}
        <textarea
          class="input"
          part="input"
          rows="1"
          enterkeyhint="send"
          aria-label=${labels.message}
          placeholder=${labels.placeholder}
          .value=${live(this.#draft)}
          @input=${this.#write}
          @keydown=${this.#key}
          @paste=${files ? this.#paste : nothing}
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
      <div class="foot" part="foot"><slot name="footer"></slot>${left(longest - this.#draft.length, labels, locale)}</div>
    </div>`;
  }

  #adding(labels: Labels): TemplateResult {
    return html`<button type="button" class="field-button add" aria-label=${labels.attach} @click=${this.#pick}>${icon('add')}</button>
      <input class="files" type="file" multiple hidden @change=${this.#picked} />`;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.host.renderRoot.querySelector('textarea.input');
  }

  get #isWriting(): boolean {
    const field = this.#field;
    return field !== null && document.hasFocus() && (field.getRootNode() as ShadowRoot).activeElement === field;
  }

  get #isReady(): boolean {
    const {uploads} = this.options;
    return (this.#draft.trim() !== '' || uploads.isReady) && this.#draft.length <= longest && !uploads.isBusy;
  }

  readonly #write = (event: InputEvent): void => {
    this.#keep((event.currentTarget as HTMLTextAreaElement).value);
  };

  /** Enter sends, with Shift it breaks the line; while a word is being composed it is the input method's. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  };

  readonly #send = (): void => {
    this.#field?.focus();
    if (!this.#isReady) return;
    const {uploads, send} = this.options;
    const files = uploads.take();
    const words = this.#draft.trim();
    this.#keep('');
    if (files) send(files);
    if (words) send(words);
  };

  #keep(draft: string): void {
    this.#draft = draft;
    this.#kept = draft;
    this.options.write(draft);
    this.host.requestUpdate();
  }

  readonly #pick = (): void => this.host.renderRoot.querySelector<HTMLInputElement>('input.files')?.click();

  readonly #picked = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    this.options.uploads.add(input.files ?? []);
    input.value = '';
    this.focus();
  };

  readonly #paste = (event: ClipboardEvent): void => this.#take(event, event.clipboardData);

  readonly #drop = (event: DragEvent): void => this.#take(event, event.dataTransfer);

  #take(event: Event, data: DataTransfer | null): void {
    if (!data?.files.length) return;
    event.preventDefault();
    this.options.uploads.add(data.files);
  }
}

function allow(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}

/** How many characters are left, once it matters. */
function left(count: number, labels: Labels, locale: string): TemplateResult | typeof nothing {
  if (count < 0) return html`<span class="left over" role="status">${counted(labels, 'over', -count, locale)}</span>`;
  return count > longest * (1 - nearly) ? nothing : html`<span class="left">${counted(labels, 'left', count, locale)}</span>`;
}
