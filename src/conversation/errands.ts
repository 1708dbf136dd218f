import type {ConversationState} from './state.ts';
import {type ConversationEvent, transition} from './transition.ts';
import {foreseen, type Verb} from './verbs.ts';

/** Something this tab wants from the leader. */
export interface Errand {
  readonly n: number;
  readonly verb: Verb;
  /** What surely comes of it. */
  readonly event: ConversationEvent | undefined;
  /** Resolves when what it began is over. */
  readonly over: Promise<void>;
}

interface Open extends Errand {
  heard: boolean;
  /** It was said, and is written down. */
  kept: boolean;
  resolve: () => void;
}

/** What this tab wants from the leader, in order. Each errand stays until a leader, whichever that is, has heard of it. */
export class Errands {
  #last = 0;
  #open: Open[] = [];
  #opens = false;

  /** Whether the conversation was opened here, and not forgotten since. */
  get opens(): boolean {
    return this.#opens;
  }

  /** @param at Milliseconds since 1970. */
  add(verb: Verb, at: number): Errand {
    let resolve = (): void => {};
    const over = new Promise<void>((done) => {
      resolve = done;
    });
    const errand: Open = {n: ++this.#last, verb, event: foreseen(verb, at), over, heard: false, kept: false, resolve};
    this.#open.push(errand);
    this.#opens ||= verb.name === 'open';
    return errand;
  }

  /** Errands that no leader has heard of. */
  get unheard(): readonly Errand[] {
    return this.#open.filter(({heard}) => !heard);
  }

  isUnheard(n: number): boolean {
    return this.unheard.some((errand) => errand.n === n);
  }

  /** Everything up to the n-th has been heard. */
  note(n: number): void {
    for (const errand of this.#open) errand.heard ||= errand.n <= n;
  }

  /** The n-th has been stored, so any later leader will know it. */
  keep(n: number): void {
    for (const errand of this.#open) errand.kept ||= errand.n === n;
  }

  /** What was taken back is not said again. */
  follow(event: ConversationEvent): void {
    if (event.type === 'forgotten') this.#opens = false;
    if (event.type !== 'forgotten' && event.type !== 'discarded') return;
    for (const errand of this.#open) {
      errand.kept ||= errand.heard && (event.type === 'forgotten' || (errand.event?.type === 'said' && errand.event.entry.id === event.id));
    }
  }

  /** This tab led and leads no more: what was said here and is not written down may be known to nobody, and is said again. */
  reopen(): void {
    for (const errand of this.#open) if (errand.verb.name === 'send' && !errand.kept) errand.heard = false;
  }

  /** What the n-th began is over. */
  finish(n: number): void {
    this.#close((errand) => errand.n === n);
  }

  /** Whoever heard them is gone, and tells no more how they went. */
  abandonHeard(): void {
    this.#close(({heard}) => heard);
  }

  clear(): void {
    this.#close(() => true);
  }

  /** The conversation with what surely comes of the errands nobody has heard of. */
  over(state: ConversationState): ConversationState {
    const events = this.unheard.flatMap(({event}) => event ?? []);
    return events.reduce((seen, event) => (isThere(seen, event) ? seen : transition(seen, event)), state);
  }

  #close(isOver: (errand: Open) => boolean): void {
    for (const errand of this.#open) if (isOver(errand)) errand.resolve();
    this.#open = this.#open.filter((errand) => !isOver(errand));
  }
}

function isThere({entries}: ConversationState, event: ConversationEvent): boolean {
  return event.type === 'said' && entries.some(({id}) => id === event.entry.id);
}
