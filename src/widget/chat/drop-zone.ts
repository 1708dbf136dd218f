import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {formatSize} from '../../components/attachment/format-size.ts';
import {icon} from '../../components/more-icons.ts';
import {fill, type LabelsWith} from '../../components/labels.ts';
import type {fileLabels} from '../../components/late-labels/files.ts';
import type {UploadLimits} from '../../protocol/transport.ts';

export interface DropZoneOptions {
  /** Whether files can be dropped now. */
  accepts(): boolean;
  drop(files: Iterable<File>): void;
}

/** Milliseconds without a drag event after which dragging counts as over: not every browser reports its end. */
const dragTimeout = 700;

/** Accepts files dropped anywhere on a chat, and shows the drop target. */
export class DropZone implements ReactiveController {
  #isOver = false;
  #timeout: ReturnType<typeof setTimeout> | undefined;
  #listening = new AbortController();

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly options: DropZoneOptions,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const {signal} = this.#listening;
    this.host.addEventListener('dragenter', this.#onDrag, {signal});
    this.host.addEventListener('dragover', this.#onDrag, {signal});
    this.host.addEventListener('dragleave', this.#onDragleave, {signal});
    this.host.addEventListener('drop', this.#onDrop, {signal});
  }

  hostDisconnected(): void {
    this.#listening.abort();
    this.#show(false);
  }

  render(labels: LabelsWith<typeof fileLabels>, locale: string, {maxFileBytes}: UploadLimits): TemplateResult | typeof nothing {
    if (!this.#isOver) return nothing;
    const limit = maxFileBytes === undefined ? '' : fill(labels.drop_limit, {size: formatSize(maxFileBytes, locale)});
    return html`<div class="drop" part="drop">
      <p>${icon('add', 'large')}<strong>${labels.drop_files}</strong>${limit}</p>
    </div>`;
  }

  readonly #onDrag = (event: DragEvent): void => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files') || !this.options.accepts()) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.#show(true);
    this.#timeout = setTimeout(() => this.#show(false), dragTimeout);
  };

  readonly #onDragleave = ({relatedTarget}: DragEvent): void => {
    if (relatedTarget instanceof Node && !this.host.contains(relatedTarget)) this.#show(false);
  };

  readonly #onDrop = (event: DragEvent): void => {
    this.#show(false);
    const files = event.dataTransfer?.files;
    if (event.defaultPrevented || !files?.length || !this.options.accepts()) return;
    event.preventDefault();
    this.options.drop(files);
  };

  #show(isOver: boolean): void {
    clearTimeout(this.#timeout);
    if (isOver === this.#isOver) return;
    this.#isOver = isOver;
    this.host.requestUpdate();
  }
}
