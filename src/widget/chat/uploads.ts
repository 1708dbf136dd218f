import type {ReactiveControllerHost} from 'lit';
import {newId} from '../../conversation/id.ts';
import {attachments} from '../../protocol/build.ts';
import type {Attachment, VisitorMessage} from '../../protocol/message.ts';
import type {Transport} from '../../protocol/transport.ts';

/** Bytes a file may have. */
export const biggestFile = 10_000_000;

/** A file on its way to the visitor's next message. */
export interface Upload {
  readonly file: File;
  /** The share that has left, 0 to 1. */
  readonly share: number;
  readonly state: 'leaving' | 'ready' | 'failed' | 'too-big';
  /** What the message will name, once it is ready. */
  readonly attachment?: Attachment;
}

interface Item {
  upload: Upload;
  stop: AbortController;
}

/** The files of a message that is being written. */
export class Uploads {
  #items: readonly Item[] = [];

  /** @param transport Where files go; one without `upload` takes none. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly transport: () => Transport | undefined,
  ) {}

  get list(): readonly Upload[] {
    return this.#items.map(({upload}) => upload);
  }

  get isBusy(): boolean {
    return this.list.some(({state}) => state === 'leaving');
  }

  get isReady(): boolean {
    return this.list.some(({state}) => state === 'ready');
  }

  add(files: Iterable<File>): void {
    for (const file of files) void this.#send(file);
  }

  remove(index: number): void {
    this.#items[index]?.stop.abort();
    this.#keep(this.#items.filter((_, at) => at !== index));
  }

  /** The message with all files that are ready, which then are no longer here. Nothing when there are none. */
  take(): VisitorMessage | undefined {
    const ready = this.list.flatMap(({attachment}) => attachment ?? []);
    this.#keep(this.#items.filter(({upload}) => upload.state !== 'ready'));
    const [only, ...more] = ready;
    if (!only) return undefined;
    return more.length ? attachments(ready) : {code: 'message', type: 'attachment', ...only};
  }

  clear(): void {
    for (const {stop} of this.#items) stop.abort();
    this.#keep([]);
  }

  async #send(file: File): Promise<void> {
    const transport = this.transport();
    if (!transport?.upload) return;
    const item: Item = {upload: {file, share: 0, state: file.size > biggestFile ? 'too-big' : 'leaving'}, stop: new AbortController()};
    this.#keep([...this.#items, item]);
    if (item.upload.state === 'too-big') return;
    const change = (upload: Partial<Upload>) => {
      item.upload = {...item.upload, ...upload};
      this.host.requestUpdate();
    };
    try {
      const {signal} = item.stop;
      const attachment = await transport.upload(file, {id: newId(), signal, onProgress: (share) => change({share})});
      change({state: 'ready', share: 1, attachment});
    } catch (error) {
      if (item.stop.signal.aborted) return;
      console.error(`Parley: ${file.name} could not be sent.`, error);
      change({state: 'failed'});
    }
  }

  #keep(items: readonly Item[]): void {
    this.#items = items;
    this.host.requestUpdate();
  }
}
