import type {ConversationState} from './state.ts';
import {type ConversationEvent, transition} from './transition.ts';
import {optimisticEventOf, type Command} from './command.ts';

/** A command of this tab for the leading tab. */
export interface PendingCommand {
  readonly n: number;
  readonly command: Command;
  /** The event it is certain to cause. */
  readonly event: ConversationEvent | undefined;
  /** Resolves when it has been executed. */
  readonly done: Promise<void>;
}

interface TrackedCommand extends PendingCommand {
  isAcked: boolean;
  /** What it sends has been stored; true if it sends nothing. */
  isStored: boolean;
  resolve: () => void;
}

/** The commands of this tab that have not been executed yet, in order, whichever tab leads. */
export class PendingCommands {
  #last = 0;
  #commands: TrackedCommand[] = [];
  #hasOpened = false;

  /** Whether the conversation was opened in this tab and not forgotten since. */
  get hasOpened(): boolean {
    return this.#hasOpened;
  }

  /** @param at Milliseconds since 1970. */
  add(command: Command, at: number): PendingCommand {
    let resolve = (): void => {};
    const done = new Promise<void>((settle) => {
      resolve = settle;
    });
    const tracked: TrackedCommand = {
      n: ++this.#last,
      command,
      event: optimisticEventOf(command, at),
      done,
      isAcked: false,
      isStored: command.name !== 'send',
      resolve,
    };
    this.#commands.push(tracked);
    this.#hasOpened ||= command.name === 'open';
    return tracked;
  }

  /** The commands no leader has acknowledged. */
  get unacked(): readonly PendingCommand[] {
    return this.#commands.filter(({isAcked}) => !isAcked);
  }

  isUnacked(n: number): boolean {
    return this.unacked.some((pending) => pending.n === n);
  }

  isUnstored(n: number): boolean {
    return this.#commands.some((tracked) => tracked.n === n && !tracked.isStored);
  }

  /** Marks everything up to the n-th as acknowledged. */
  ack(n: number): void {
    for (const tracked of this.#commands) tracked.isAcked ||= tracked.n <= n;
  }

  /** Marks the n-th as stored: whoever leads next will know of it. */
  markStored(n: number): void {
    for (const tracked of this.#commands) tracked.isStored ||= tracked.n === n;
  }

  /** A message that was discarded or forgotten must not be sent again. */
  observe(event: ConversationEvent): void {
    if (event.type === 'forgotten') this.#hasOpened = false;
    if (event.type !== 'forgotten' && event.type !== 'discarded') return;
    for (const tracked of this.#commands) {
      tracked.isStored ||=
        tracked.isAcked && (event.type === 'forgotten' || (tracked.event?.type === 'said' && tracked.event.entry.id === event.id));
    }
  }

  /** This tab has stopped leading. What was sent here but not stored may be unknown to everybody else, so it is sent again. */
  requeue(): void {
    for (const tracked of this.#commands) tracked.isAcked &&= tracked.isStored;
  }

  /** The n-th has been executed. */
  complete(n: number): void {
    this.#settle((tracked) => tracked.n === n);
  }

  /** The tab that acknowledged them is gone and will not report how they ended. */
  dropAcked(): void {
    this.#settle(({isAcked}) => isAcked);
  }

  clear(): void {
    this.#settle(() => true);
  }

  /** The state with the certain effects of unacknowledged commands applied. */
  applyTo(state: ConversationState): ConversationState {
    const events = this.unacked.flatMap(({event}) => event ?? []);
    return events.reduce((shown, event) => (isApplied(shown, event) ? shown : transition(shown, event)), state);
  }

  #settle(matches: (tracked: TrackedCommand) => boolean): void {
    for (const tracked of this.#commands) if (matches(tracked)) tracked.resolve();
    this.#commands = this.#commands.filter((command) => !matches(command));
  }
}

/** Whether a message that was sent is already there. */
export function isApplied({entries}: ConversationState, event: ConversationEvent): boolean {
  return event.type === 'said' && entries.some(({id}) => id === event.entry.id);
}
