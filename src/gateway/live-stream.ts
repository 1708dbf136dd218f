import type {TransportEvent} from '../protocol/events.ts';
import {outgoing} from './outgoing.ts';
import {Outbox} from './outbox.ts';
import {replayed, snapshotOf} from './snapshot.ts';
import {frameOf, heartbeat, retryHint} from './sse.ts';
import type {StoredConversation} from './stored.ts';
import type {Surroundings} from './surroundings.ts';
import type {Offer, WireEvent} from './wire.ts';

/** Most events read at once, and their bytes. */
const longest = 100;
const largest = 262_144;
/** Milliseconds. */
const comeBack = 2000;
/** Heartbeats in a row without room to write, after which the reader counts as gone. */
const patience = 2;

const encoder = new TextEncoder();

/** One browser that listens to a conversation: the events after its cursor, then those to come, each once and in order. */
export class LiveStream {
  readonly openedAt: number;
  /** What its reader was not ready for yet. */
  readonly #outbox = new Outbox(
    () => void this.#advance(),
    () => this.#over(),
  );
  #unwatch: (() => void) | undefined;
  #last = 0;
  /** Whether the store may have more than was sent. */
  #behind = true;
  #reading = true;
  /** Events to read at once: about as many as there was room for. */
  #page = longest;
  #unread = 0;
  #isOver = false;

  /** @param onOver Called once, however it ends. */
  constructor(
    private readonly s: Surroundings,
    private readonly id: string,
    private readonly onOver: () => void,
  ) {
    this.openedAt = s.now();
  }

  get body(): ReadableStream<Uint8Array> {
    return this.#outbox.body;
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
    this.#last = after ?? conversation.lastEvent;
    let isEnded: boolean;
    let told = 0;
    try {
      this.#unwatch = await this.s.store.watch(this.id, (event) => this.#hear(event));
      const snapshot = after === undefined ? await snapshotOf(this.s, conversation, offer) : undefined;
      // Who joined since then is in the events; the current state is not.
      const {stage, lastEvent, queue} = (await this.s.store.read(this.id)) ?? conversation;
      if (snapshot) this.#last = Number(snapshot.lastEventId);
      this.#write(retryHint(comeBack));
      this.#tell({type: 'ready', state: stage, resumed, lastEventId: String(lastEvent)});
      if (snapshot) told = this.#tell({id: snapshot.lastEventId, type: 'reset', snapshot});
      isEnded = snapshot?.state === 'ended';
      if (queue && stage === 'queued') this.#tell({type: 'queue', ...queue});
    } catch (error) {
      this.#over();
      throw error;
    }
    this.#reading = false;
    if (this.#isOver) this.#unwatch();
    else if (isEnded) this.close();
    else void this.#advance();
    return told;
  }

  /** Sends a heartbeat, and ends a connection nobody reads any more. */
  beat(): void {
    if (this.#outbox.hasRoom) {
      this.#unread = 0;
      this.#write(heartbeat);
    } else if (++this.#unread >= patience) {
      this.#cut('nobody read it');
    }
  }

  /** Ends the stream cleanly. @param retry Milliseconds after which the client should reconnect. */
  close(retry?: number): void {
    if (this.#isOver) return;
    if (retry !== undefined) this.#write(retryHint(retry));
    this.#over();
    this.#outbox.end();
  }

  #hear(event: TransportEvent): void {
    if (this.#isOver) return;
    if (event.id === undefined) {
      const passing = outgoing(event);
      if (passing && !this.#behind && this.#outbox.hasRoom) this.#tell(passing);
      return;
    }
    const number = Number(event.id);
    if (number <= this.#last) return;
    if (number - this.#last > this.s.limits.replay) return this.#cut('its reader fell too far behind');
    if (this.#reading || this.#behind || number !== this.#last + 1 || !this.#outbox.hasRoom) {
      this.#behind = true;
      void this.#advance();
      return;
    }
    this.#take(number, outgoing(event));
    if (event.type === 'end') this.close();
  }

  /** Brings the reader up to the end of the log, as far as there is room. */
  async #advance(): Promise<void> {
    if (this.#reading || this.#isOver) return;
    this.#reading = true;
    try {
      while (this.#behind && this.#outbox.hasRoom && !this.#isOver) await this.#readOn();
    } catch (error) {
      this.s.log('error', 'stream_failed', {conversation: this.id, error});
      this.#cut('the store failed');
    } finally {
      this.#reading = false;
    }
  }

  async #readOn(): Promise<void> {
    this.#behind = false;
    const {events, isAll} = await replayed(this.s, this.id, {after: this.#last, limit: this.#page, bytes: largest});
    for (const [index, event] of events.entries()) {
      if (this.#isOver) return;
      if (!this.#outbox.hasRoom) {
        this.#behind = true;
        // What is read in vain now is read again later.
        this.#page = index + 1;
        return;
      }
      this.#take(Number(event.id), event);
      if (event.type === 'end') return this.close();
    }
    if (isAll) return;
    this.#behind = true;
    this.#page = Math.min(2 * this.#page, longest);
  }

  #take(number: number, event: WireEvent | undefined): void {
    this.#last = number;
    if (event) this.#tell(event);
  }

  #tell(event: WireEvent): number {
    const frame = frameOf(event);
    this.#write(frame);
    return frame.length;
  }

  #write(text: string): void {
    if (!this.#isOver) this.#outbox.put(encoder.encode(text));
  }

  /** Ends the stream without what is pending: the client resumes where it was. */
  #cut(why: string): void {
    if (this.#isOver) return;
    this.s.log('info', 'stream_cut', {conversation: this.id, why});
    this.#over();
    this.#outbox.drop();
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#unwatch?.();
    this.onOver();
  }
}
