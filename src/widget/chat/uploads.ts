import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {newId} from '../../conversation/id.ts';
import type {ConversationState} from '../../conversation/state.ts';
import {attachments} from '../../protocol/build.ts';
import {TransportError} from '../../protocol/errors.ts';
import type {Attachment, VisitorMessage} from '../../protocol/message.ts';
import type {Transport, UploadLimits} from '../../protocol/transport.ts';
import {refusalOf} from './file-limits.ts';
import {thumbnail} from './thumbnail.ts';

/** A file attached to the visitor's next message. */
export interface Upload {
  readonly file: File;
  /** The share that has been sent, 0 to 1. */
  readonly progress: number;
  readonly state: 'waiting' | 'leaving' | 'ready' | 'failed' | 'too-big' | 'bad-type';
  /** The attachment for the message, once it is ready. */
  readonly attachment?: Attachment;
  /** A thumbnail, for images. */
  readonly picture?: HTMLCanvasElement;
}

interface Item {
  /** The same for every attempt. */
  readonly id: string;
  upload: Upload;
  controller: AbortController;
}

/** The transport for files, and the conversation they belong to. */
interface UploadContext {
  readonly transport: Transport | undefined;
  readonly state: ConversationState;
}

/** Maximum parallel uploads: browsers limit their connections, and messages need one as well. */
const maxParallel = 2;
/** Maximum number of files per message. */
export const maxFiles = 20;

/** The limits until the server says otherwise. */
const defaultLimits: UploadLimits = {maxFileBytes: 10_000_000};

/** The files of the message that is being written. */
export class Uploads implements ReactiveController {
  limits = defaultLimits;
  /** Whether more files were chosen than a message may have. */
  isOverLimit = false;
  #items: readonly Item[] = [];
  #askedTransport: Transport | undefined;

  /** @param context A transport without `upload` accepts no files. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly context: UploadContext,
  ) {
    host.addController(this);
  }

  /** Starts waiting uploads as soon as the conversation is open, and drops all files once it has ended. */
  hostUpdate(): void {
    const {phase} = this.context.state;
    if (phase === 'ended' && this.#items.length) this.clear();
    if (phase !== 'open') this.#askedTransport = undefined;
    else void this.#loadLimits();
    this.#startNext();
  }

  get list(): readonly Upload[] {
    return this.#items.map(({upload}) => upload);
  }

  get isBusy(): boolean {
    return this.list.some(({state}) => state === 'leaving' || state === 'waiting');
  }

  get isReady(): boolean {
    return this.list.some(({state}) => state === 'ready');
  }

  add(files: Iterable<File>): void {
    const room = maxFiles - this.#items.length;
    const chosen = [...files];
    const added = chosen.slice(0, room).map((file): Item => {
      const state = refusalOf(file, this.limits) ?? 'waiting';
      return {id: newId(), upload: {file, progress: 0, state}, controller: new AbortController()};
    });
    this.isOverLimit = chosen.length > room;
    this.#setItems([...this.#items, ...added]);
    for (const item of added) if (item.upload.state === 'waiting') void this.#addThumbnail(item);
    this.#startNext();
  }

  remove(index: number): void {
    this.#items[index]?.controller.abort();
    this.isOverLimit = false;
    this.#setItems(this.#items.filter((_, at) => at !== index));
    this.#startNext();
  }

  /** Uploads the whole file again, with the same id. */
  retry(index: number): void {
    const item = this.#items[index];
    if (item?.upload.state !== 'failed') return;
    this.#update(item, {state: 'waiting', progress: 0});
    this.#startNext();
  }

  /** Returns the message with all files that are ready, and removes them from the list. Undefined if there are none. */
  take(): VisitorMessage | undefined {
    const ready = this.list.flatMap(({attachment}) => attachment ?? []);
    this.#setItems(this.#items.filter(({upload}) => upload.state !== 'ready'));
    const [only, ...more] = ready;
    if (!only) return undefined;
    return more.length ? attachments(ready) : {code: 'message', type: 'attachment', ...only};
  }

  clear(): void {
    for (const {controller: stop} of this.#items) stop.abort();
    this.isOverLimit = false;
    this.#setItems([]);
  }

  /** Asks for the limits, once per conversation. */
  async #loadLimits(): Promise<void> {
    const {transport} = this.context;
    if (!transport?.limits || transport === this.#askedTransport) return;
    this.#askedTransport = transport;
    const limits = await transport.limits().catch(() => undefined);
    this.limits = {...defaultLimits, ...limits};
    this.host.requestUpdate();
  }

  #startNext(): void {
    if (this.context.state.phase !== 'open') return;
    const uploading = this.#items.filter(({upload}) => upload.state === 'leaving').length;
    const waiting = this.#items.filter(({upload}) => upload.state === 'waiting');
    for (const item of waiting.slice(0, Math.max(0, maxParallel - uploading))) void this.#send(item);
  }

  async #send(item: Item): Promise<void> {
    const {transport} = this.context;
    if (!transport?.upload) return;
    const {id, upload, controller: stop} = item;
    const {signal} = stop;
    this.#update(item, {state: 'leaving'});
    try {
      const onProgress = (share: number) => !signal.aborted && this.#update(item, {progress: share});
      const attachment = await transport.upload(upload.file, {id, signal, onProgress});
      this.#update(item, {state: 'ready', progress: 1, attachment});
    } catch (error) {
      if (signal.aborted) return;
      console.error(`Parley: ${upload.file.name} could not be sent.`, error);
      this.#update(item, {state: stateAfter(error)});
    }
    this.#startNext();
  }

  async #addThumbnail(item: Item): Promise<void> {
    const picture = await thumbnail(item.upload.file);
    if (picture) this.#update(item, {picture});
  }

  #update(item: Item, change: Partial<Upload>): void {
    item.upload = {...item.upload, ...change};
    this.host.requestUpdate();
  }

  #setItems(items: readonly Item[]): void {
    this.#items = items;
    this.host.requestUpdate();
  }
}

function stateAfter(error: unknown): Upload['state'] {
  const {code, status} = error instanceof TransportError ? error : {};
  if (code === 'too_large' || status === 413) return 'too-big';
  return code === 'type_refused' || status === 415 ? 'bad-type' : 'failed';
}
