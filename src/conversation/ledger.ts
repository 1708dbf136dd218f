import {inTime} from './in-time.ts';
import type {Persistence} from './persistence.ts';
import {save} from './saved.ts';
import type {ConversationState} from './state.ts';

/** What all tabs know alike of their conversation. */
export interface Ledger {
  /** Counts the tabs that have spoken, one after the other: what an earlier one still says is not heard any more. */
  reign: number;
  /** Counts the changes. */
  seq: number;
  state: ConversationState;
  /** The number of the last wish of each tab that was dealt with, so that none is dealt with twice. */
  heard: Readonly<Record<string, number>>;
  /** The tab whose visitor spoke last. */
  speaker?: string | undefined;
}

type Count = Pick<Ledger, 'reign' | 'seq' | 'heard'>;

/** Tabs that are remembered: those that spoke last. */
const tabs = 32;
/** Milliseconds to wait for a store when it is known from elsewhere what it keeps. */
const patience = 2_000;
/** Milliseconds in which a tab that is left writes what it still knows; later it would write over what others have written. */
const grace = 250;

/** Counts one more wish of a tab. */
export function withHeard({heard}: Ledger, tab: string, n: number): Ledger['heard'] {
  const {[tab]: before = 0, ...others} = heard;
  return Object.fromEntries([...Object.entries(others).slice(1 - tabs), [tab, Math.max(before, n)]]);
}

/** Whether there is a conversation to go on with. */
export function isBegun({phase, entries}: ConversationState): boolean {
  return phase !== 'idle' || entries.length > 0;
}

/** Keeps the conversation together with the ledger's counts. What is read is the later of what was kept and what was heard. */
export class LedgerPersistence implements Persistence {
  #closed = Infinity;

  /**
   * @param heard What this tab heard from the one that spoke before.
   * @param current The ledger as it is now; none where other tabs speak too, and what is written last is kept.
   * @param found Told the counts that were kept.
   * @param robbed Told when what is kept is of a tab that spoke later.
   */
  constructor(
    private readonly inner: Persistence,
    private readonly options: {
      heard: Ledger | undefined;
      current: () => Ledger | undefined;
      found: (count: Count) => void;
      robbed: () => void;
    },
  ) {}

  get lost(): boolean {
    return this.inner.lost ?? false;
  }

  async read(): Promise<unknown> {
    const {heard, found} = this.options;
    const kept = await (heard ? readSoon(this.inner, undefined) : this.inner.read());
    const count = countOf(kept);
    // A tab that spoke before it had read what is kept knows less than that, however late it spoke.
    if (heard && isBegun(heard.state) && (!count || isLater(heard, count))) return {...Object(save(heard.state)), tabs: heard};
    if (count) found(count);
    return kept;
  }

  async write(state: unknown): Promise<void> {
    if (Date.now() - this.#closed > grace) return;
    const {current, robbed} = this.options;
    const {reign, seq, heard} = current() ?? {};
    if ((await this.inner.write({...Object(state), tabs: {reign, seq, heard}})) === false) robbed();
  }

  clear(): Promise<void> {
    this.options.heard = undefined;
    return this.inner.clear();
  }

  release(): void {
    this.inner.release?.();
  }

  /** Another tab writes from now on; this one no more at all, if it is `late` already. */
  close(late = false): void {
    this.#closed = late ? -Infinity : Date.now();
  }
}

function isLater(one: Count, other: Count): boolean {
  return one.reign > other.reign || (one.reign === other.reign && one.seq > other.seq);
}

function countOf(kept: unknown): Count | undefined {
  const {reign, seq, heard}: Partial<Record<keyof Count, unknown>> = Object(Object(kept).tabs);
  if (typeof reign !== 'number' || typeof seq !== 'number') return undefined;
  const counts = Object.entries(Object(heard)).filter((one): one is [string, number] => typeof one[1] === 'number');
  return {reign, seq, heard: Object.fromEntries(counts)};
}

/** What is kept; nothing where reading fails, and `late` where it takes too long. */
export async function readSoon(persistence: Persistence, late: unknown): Promise<unknown> {
  return inTime(persistence.read(), patience, late).catch(() => undefined);
}
