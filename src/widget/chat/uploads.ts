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
  readonly share: number;
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
  stop: AbortController;
}

/** The transport for files, and the conversation they belong to. */
interface Way {
  readonly transport: Transport | undefined;
  readonly state: ConversationState;
}

/** Maximum parallel uploads: browsers limit their connections, and messages need one as well. */
const atOnce = 2;
/** Maximum number of files per message. */
export const mostFiles = 20;

/** The limits until the server says otherwise. */
const usual: UploadLimits = {maxFileBytes: 10_000_000};

/** The files of the message that is being written. */
export class Uploads implements ReactiveController {
  limits = usual;
  /** Whether more files were chosen than a message may have. */
  isOverfull = false;
  #items: readonly Item[] = [];
  #asked: Transport | undefined;

  /** @param way A transport without `upload` accepts no files. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly way: Way,
  ) {
    host.addController(this);
  }

  /** Starts waiting uploads as soon as the conversation is open, and drops all files once it has ended. */
  hostUpdate(): void {
    const {phase} = this.way.state;
    if (phase === 'ended' && this.#items.length) this.clear();
    if (phase !== 'open') this.#asked = undefined;
    else void this.#learn();
    this.#move();
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
    const room = mostFiles - this.#items.length;
    const chosen = [...files];
    const added = chosen.slice(0, room).map((file): Item => {
      const state = refusalOf(file, this.limits) ?? 'waiting';
      return {id: newId(), upload: {file, share: 0, state}, stop: new AbortController()};
    });
    this.isOverfull = chosen.length > room;
    this.#keep([...this.#items, ...added]);
    for (const item of added) if (item.upload.state === 'waiting') void this.#draw(item);
    this.#move();
  }

  remove(index: number): void {
    this.#items[index]?.stop.abort();
    this.isOverfull = false;
    this.#keep(this.#items.filter((_, at) => at !== index));
    this.#move();
  }

  /** Uploads the whole file again, with the same id. */
  retry(index: number): void {
    const item = this.#items[index];
    if (item?.upload.state !== 'failed') return;
    this.#change(item, {state: 'waiting', share: 0});
    this.#move();
  }

  /** Returns the message with all files that are ready, and removes them from the list. Undefined if there are none. */
  take(): VisitorMessage | undefined {
    const ready = this.list.flatMap(({attachment}) => attachment ?? []);
    this.#keep(this.#items.filter(({upload}) => upload.state !== 'ready'));
    const [only, ...more] = ready;
    if (!only) return undefined;
    return more.length ? attachments(ready) : {code: 'message', type: 'attachment', ...only};
  }

  clear(): void {
    for (const {stop} of this.#items) stop.abort();
    this.isOverfull = false;
    this.#keep([]);
  }

  /** Asks for the limits, once per conversation. */
  async #learn(): Promise<void> {
    const {transport} = this.way;
    if (!transport?.limits || transport === this.#asked) return;
    this.#asked = transport;
    const limits = await transport.limits().catch(() => undefined);
    this.limits = {...usual, ...limits};
    this.host.requestUpdate();
  }

  #move(): void {
    if (this.way.state.phase !== 'open') return;
    const leaving = this.#items.filter(({upload}) => upload.state === 'leaving').length;
    const waiting = this.#items.filter(({upload}) => upload.state === 'waiting');
    for (const item of waiting.slice(0, Math.max(0, atOnce - leaving))) void this.#send(item);
  }

  async #send(item: Item): Promise<void> {
    const {transport} = this.way;
    if (!transport?.upload) return;
    const {id, upload, stop} = item;
    const {signal} = stop;
    this.#change(item, {state: 'leaving'});
    try {
      const onProgress = (share: number) => !signal.aborted && this.#change(item, {share});
      const attachment = await transport.upload(upload.file, {id, signal, onProgress});
      this.#change(item, {state: 'ready', share: 1, attachment});
    } catch (error) {
      if (signal.aborted) return;
      console.error(`Parley: ${upload.file.name} could not be sent.`, error);
      this.#change(item, {state: stateAfter(error)});
    }
    this.#move();
  }

  async #draw(item: Item): Promise<void> {
    const picture = await thumbnail(item.upload.file);
    if (picture) this.#change(item, {picture});
  }

  #change(item: Item, change: Partial<Upload>): void {
    item.upload = {...item.upload, ...change};
    this.host.requestUpdate();
  }

  #keep(items: readonly Item[]): void {
    this.#items = items;
    this.host.requestUpdate();
  }
}

function stateAfter(error: unknown): Upload['state'] {
  const {code, status} = error instanceof TransportError ? error : {};
  if (code === 'too_large' || status === 413) return 'too-big';
  return code === 'type_refused' || status === 415 ? 'bad-type' : 'failed';
}
