import type {ConversationState} from './state.ts';
import {type ConversationEvent, transition} from './transition.ts';
import {foreseen, type Verb} from './verbs.ts';

/** Something this tab wants the leading tab to do. */
export interface Errand {
  readonly n: number;
  readonly verb: Verb;
  /** The event it is certain to cause. */
  readonly event: ConversationEvent | undefined;
  /** Resolves when it has been carried out. */
  readonly over: Promise<void>;
}

interface Open extends Errand {
  heard: boolean;
  /** What it says has been stored; true if it says nothing. */
  kept: boolean;
  resolve: () => void;
}

/** What this tab wants and has not got yet, in order. An errand stays here until the leading tab, whichever that is, has heard of it. */
export class Errands {
  #last = 0;
  #open: Open[] = [];
  #opens = false;

  /** Whether the conversation was opened in this tab and not forgotten since. */
  get opens(): boolean {
    return this.#opens;
  }

  /** @param at Milliseconds since 1970. */
  add(verb: Verb, at: number): Errand {
    let resolve = (): void => {};
    const over = new Promise<void>((done) => {
      resolve = done;
    });
    const errand: Open = {n: ++this.#last, verb, event: foreseen(verb, at), over, heard: false, kept: verb.name !== 'send', resolve};
    this.#open.push(errand);
    this.#opens ||= verb.name === 'open';
    return errand;
  }

  /** The errands no leader has heard of. */
  get unheard(): readonly Errand[] {
    return this.#open.filter(({heard}) => !heard);
  }

  isUnheard(n: number): boolean {
    return this.unheard.some((errand) => errand.n === n);
  }

  isUnkept(n: number): boolean {
    return this.#open.some((errand) => errand.n === n && !errand.kept);
  }

  /** Notes that everything up to the n-th has been heard. */
  note(n: number): void {
    for (const errand of this.#open) errand.heard ||= errand.n <= n;
  }

  /** Notes that the n-th has been stored: whoever leads next will know of it. */
  keep(n: number): void {
    for (const errand of this.#open) errand.kept ||= errand.n === n;
  }

  /** A message that was discarded or forgotten must not be said again. */
  follow(event: ConversationEvent): void {
    if (event.type === 'forgotten') this.#opens = false;
    if (event.type !== 'forgotten' && event.type !== 'discarded') return;
    for (const errand of this.#open) {
      errand.kept ||= errand.heard && (event.type === 'forgotten' || (errand.event?.type === 'said' && errand.event.entry.id === event.id));
    }
  }

  /** This tab has stopped leading. What was said here but not stored may be unknown to everybody else, so it is said again. */
  reopen(): void {
    for (const errand of this.#open) errand.heard &&= errand.kept;
  }

  /** The n-th has been carried out. */
  finish(n: number): void {
    this.#close((errand) => errand.n === n);
  }

  /** The tab that heard them is gone and will not report how they ended. */
  abandonHeard(): void {
    this.#close(({heard}) => heard);
  }

  clear(): void {
    this.#close(() => true);
  }

  /** The state with the certain effects of unheard errands applied. */
  over(state: ConversationState): ConversationState {
    const events = this.unheard.flatMap(({event}) => event ?? []);
    return events.reduce((seen, event) => (isThere(seen, event) ? seen : transition(seen, event)), state);
  }

  #close(isOver: (errand: Open) => boolean): void {
    for (const errand of this.#open) if (isOver(errand)) errand.resolve();
    this.#open = this.#open.filter((errand) => !isOver(errand));
  }
}

/** Whether a message that was said is already there. */
export function isThere({entries}: ConversationState, event: ConversationEvent): boolean {
  return event.type === 'said' && entries.some(({id}) => id === event.entry.id);
}
