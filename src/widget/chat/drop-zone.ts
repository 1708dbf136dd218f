import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {formatSize} from '../../components/attachment/format-size.ts';
import {icon} from '../../components/more-icons.ts';
import {fill, type LabelsWith} from '../../components/labels.ts';
import type {fileLabels} from '../../components/late-labels/files.ts';
import type {UploadLimits} from '../../protocol/transport.ts';

export interface DropZoneOptions {
  /** Whether files can be dropped now. */
  takes(): boolean;
  drop(files: Iterable<File>): void;
}

/** Milliseconds without a drag event after which dragging counts as over: not every browser reports its end. */
const patience = 700;

/** Accepts files dropped anywhere on a chat, and shows the drop target. */
export class DropZone implements ReactiveController {
  #isOver = false;
  #end: ReturnType<typeof setTimeout> | undefined;
  #life = new AbortController();

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly options: DropZoneOptions,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#life = new AbortController();
    const {signal} = this.#life;
    this.host.addEventListener('dragenter', this.#drag, {signal});
    this.host.addEventListener('dragover', this.#drag, {signal});
    this.host.addEventListener('dragleave', this.#leave, {signal});
    this.host.addEventListener('drop', this.#drop, {signal});
  }

  hostDisconnected(): void {
    this.#life.abort();
    this.#show(false);
  }

  render(labels: LabelsWith<typeof fileLabels>, locale: string, {maxFileBytes}: UploadLimits): TemplateResult | typeof nothing {
    if (!this.#isOver) return nothing;
    const limit = maxFileBytes === undefined ? '' : fill(labels.drop_limit, {size: formatSize(maxFileBytes, locale)});
    return html`<div class="drop" part="drop">
      <p>${icon('add', 'large')}<strong>${labels.drop_files}</strong>${limit}</p>
    </div>`;
  }

  readonly #drag = (event: DragEvent): void => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files') || !this.options.takes()) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.#show(true);
    this.#end = setTimeout(() => this.#show(false), patience);
  };

  readonly #leave = ({relatedTarget}: DragEvent): void => {
    if (relatedTarget instanceof Node && !this.host.contains(relatedTarget)) this.#show(false);
  };

  readonly #drop = (event: DragEvent): void => {
    this.#show(false);
    const files = event.dataTransfer?.files;
    if (event.defaultPrevented || !files?.length || !this.options.takes()) return;
    event.preventDefault();
    this.options.drop(files);
  };

  #show(over: boolean): void {
    clearTimeout(this.#end);
    if (over === this.#isOver) return;
    this.#isOver = over;
    this.host.requestUpdate();
  }
}
