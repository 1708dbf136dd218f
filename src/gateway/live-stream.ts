import type {TransportEvent} from '../protocol/events.ts';
import {toLiveEvent} from './to-live-event.ts';
import {StreamBuffer} from './stream-buffer.ts';
import {replay, snapshotOf} from './snapshot.ts';
import {frameOf, heartbeat, retryHint} from './sse.ts';
import type {StoredConversation} from './stored.ts';
import type {Services} from './services.ts';
import type {Offer, WireEvent} from './wire.ts';

/** Most events read at once, and their bytes. */
const maxEvents = 100;
const maxBytes = 262_144;
/** Milliseconds. */
const reconnectDelay = 2000;
/** Heartbeats in a row without room to write, after which the reader counts as gone. */
const maxMissedHeartbeats = 2;

const encoder = new TextEncoder();

/** One browser that listens to a conversation: the events after its cursor, then those to come, each once and in order. */
export class LiveStream {
  readonly openedAt: number;
  /** What its reader was not ready for yet. */
  readonly #buffer = new StreamBuffer(
    () => void this.#catchUp(),
    () => this.#finish(),
  );
  #unwatch: (() => void) | undefined;
  #cursor = 0;
  /** Whether the store may have more than was sent. */
  #isBehind = true;
  #isReading = true;
  /** Events to read at once: about as many as there was room for. */
  #pageSize = maxEvents;
  #missedHeartbeats = 0;
  #isFinished = false;

  /** @param onClose Called once, however it ends. */
  constructor(
    private readonly services: Services,
    private readonly id: string,
    private readonly onClose: () => void,
  ) {
    this.openedAt = services.now();
  }

  get body(): ReadableStream<Uint8Array> {
    return this.#buffer.body;
  }

  /**
   * Starts after a cursor; undefined starts with a snapshot. Resolves with the length of that in characters.
   * @throws if the store cannot be read; the stream has then ended.
   */
  async open(
    conversation: StoredConversation,
    after: number | undefined,
    {offer, resumed}: {offer: Offer; resumed: boolean},
  ): Promise<number> {
    this.#cursor = after ?? conversation.lastEvent;
    let isEnded: boolean;
    let sentLength = 0;
    try {
      this.#unwatch = await this.services.store.watch(this.id, (event) => this.#receive(event));
      const snapshot = after === undefined ? await snapshotOf(this.services, conversation, offer) : undefined;
      // Who joined since then is in the events; the current state is not.
      const {stage, lastEvent, queue} = (await this.services.store.read(this.id)) ?? conversation;
      if (snapshot) this.#cursor = Number(snapshot.lastEventId);
      this.#write(retryHint(reconnectDelay));
      this.#send({type: 'ready', state: stage, resumed, lastEventId: String(lastEvent)});
      if (snapshot) sentLength = this.#send({id: snapshot.lastEventId, type: 'reset', snapshot});
      isEnded = snapshot?.state === 'ended';
      if (queue && stage === 'queued') this.#send({type: 'queue', ...queue});
    } catch (error) {
      this.#finish();
      throw error;
    }
    this.#isReading = false;
    if (this.#isFinished) this.#unwatch();
    else if (isEnded) this.close();
    else void this.#catchUp();
    return sentLength;
  }

  /** Sends a heartbeat, and ends a connection nobody reads any more. */
  sendHeartbeat(): void {
    if (this.#buffer.hasRoom) {
      this.#missedHeartbeats = 0;
      this.#write(heartbeat);
    } else if (++this.#missedHeartbeats >= maxMissedHeartbeats) {
      this.#abort('nobody read it');
    }
  }

  /** Ends the stream cleanly. @param retry Milliseconds after which the client should reconnect. */
  close(retry?: number): void {
    if (this.#isFinished) return;
    if (retry !== undefined) this.#write(retryHint(retry));
    this.#finish();
    this.#buffer.close();
  }

  #receive(event: TransportEvent): void {
    if (this.#isFinished) return;
    if (event.id === undefined) {
      const ephemeral = toLiveEvent(event);
      if (ephemeral && !this.#isBehind && this.#buffer.hasRoom) this.#send(ephemeral);
      return;
    }
    const number = Number(event.id);
    if (number <= this.#cursor) return;
    if (number - this.#cursor > this.services.limits.replay) return this.#abort('its reader fell too far behind');
    if (this.#isReading || this.#isBehind || number !== this.#cursor + 1 || !this.#buffer.hasRoom) {
      this.#isBehind = true;
      void this.#catchUp();
      return;
    }
    this.#deliver(number, toLiveEvent(event));
    if (event.type === 'end') this.close();
  }

  /** Brings the reader up to the end of the log, as far as there is room. */
  async #catchUp(): Promise<void> {
    if (this.#isReading || this.#isFinished) return;
    this.#isReading = true;
    try {
      while (this.#isBehind && this.#buffer.hasRoom && !this.#isFinished) await this.#readPage();
    } catch (error) {
      this.services.log('error', 'stream_failed', {conversation: this.id, error});
      this.#abort('the store failed');
    } finally {
      this.#isReading = false;
    }
  }

  async #readPage(): Promise<void> {
    this.#isBehind = false;
    const {events, isAll} = await replay(this.services, this.id, {after: this.#cursor, limit: this.#pageSize, bytes: maxBytes});
    for (const [index, event] of events.entries()) {
      if (this.#isFinished) return;
      if (!this.#buffer.hasRoom) {
        this.#isBehind = true;
        // What is read in vain now is read again later.
        this.#pageSize = index + 1;
        return;
      }
      this.#deliver(Number(event.id), event);
      if (event.type === 'end') return this.close();
    }
    if (isAll) return;
    this.#isBehind = true;
    this.#pageSize = Math.min(2 * this.#pageSize, maxEvents);
  }

  #deliver(number: number, event: WireEvent | undefined): void {
    this.#cursor = number;
    if (event) this.#send(event);
  }

  #send(event: WireEvent): number {
    const frame = frameOf(event);
    this.#write(frame);
    return frame.length;
  }

  #write(text: string): void {
    if (!this.#isFinished) this.#buffer.write(encoder.encode(text));
  }

  /** Ends the stream without what is pending: the client resumes where it was. */
  #abort(why: string): void {
    if (this.#isFinished) return;
    this.services.log('info', 'stream_cut', {conversation: this.id, why});
    this.#finish();
    this.#buffer.discard();
  }

  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#unwatch?.();
    this.onClose();
  }
}
