import {withTimeout} from './with-timeout.ts';
import type {Persistence} from './persistence.ts';
import {serialize} from './serialization.ts';
import type {ConversationState} from './state.ts';

/** Identifies the n-th command of a tab. */
export interface CommandId {
  tab: string;
  n: number;
}

/** What all tabs agree on about their conversation. */
export interface ReplicatedState {
  /** The term, which counts the leaders so far: messages of an earlier one are ignored. */
  reign: number;
  /** Counts the changes. */
  seq: number;
  state: ConversationState;
  /** For each tab the number of its last command that was acknowledged, so that none is executed twice. */
  heard: Readonly<Record<string, number>>;
  /** The active tab, whose visitor spoke last. */
  speaker?: string | undefined;
}

type Version = Pick<ReplicatedState, 'reign' | 'seq' | 'heard'>;

/** How many tabs are remembered: the most recent ones. */
const maxTabs = 32;
/** Milliseconds to wait for the store when another tab has already reported what is in it. */
const readTimeout = 2_000;
/** Milliseconds a tab that stopped leading may still write; later it would overwrite what others have written. */
const gracePeriod = 250;

/** Records that a command of a tab was acknowledged. */
export function withHeard({heard}: ReplicatedState, {tab, n}: CommandId): ReplicatedState['heard'] {
  const {[tab]: _, ...others} = heard;
  return Object.fromEntries([...Object.entries(others).slice(1 - maxTabs), [tab, n]]);
}

/** Whether there is a conversation to continue. */
export function isBegun({phase, entries}: ConversationState): boolean {
  return phase !== 'idle' || entries.length > 0;
}

/** Stores the conversation with its version. Reading returns whichever is newer: what was stored, or what the previous leader reported. */
export class ReplicatedPersistence implements Persistence {
  #closedAt = Infinity;

  /**
   * @param options.inherited What this tab received from the previous leader.
   * @param options.current The current state; none if other tabs lead too, in which case the last write wins.
   * @param options.loaded Called with the version that was stored.
   * @param options.superseded Called when the store already holds a later reign.
   */
  constructor(
    private readonly inner: Persistence,
    private readonly options: {
      inherited: ReplicatedState | undefined;
      current: () => ReplicatedState | undefined;
      loaded: (count: Version) => void;
      superseded: () => void;
    },
  ) {}

  get lost(): boolean {
    return this.inner.lost ?? false;
  }

  async read(): Promise<unknown> {
    const {inherited, loaded} = this.options;
    const stored = await (inherited ? readSoon(this.inner, undefined) : this.inner.read());
    const version = versionOf(stored);
    // A leader that had not yet read the store knew less than the store does, however new its version is.
    if (inherited && isBegun(inherited.state) && (!version || isNewer(inherited, version))) return serialize(inherited.state);
    if (version) loaded(version);
    return stored;
  }

  async write(state: unknown): Promise<void> {
    if (Date.now() - this.#closedAt > gracePeriod) return;
    const {current, superseded} = this.options;
    const {reign, seq, heard} = current() ?? {};
    if ((await this.inner.write({...Object(state), tabs: {reign, seq, heard}})) === false) superseded();
  }

  clear(): Promise<void> {
    this.options.inherited = undefined;
    return this.inner.clear();
  }

  release(): void {
    this.inner.release?.();
  }

  /** From now on another tab writes; this one not even for the grace period, if it is superseded already. */
  close(isSuperseded = false): void {
    this.#closedAt = isSuperseded ? -Infinity : Date.now();
  }
}

function isNewer(one: Version, other: Version): boolean {
  return one.reign > other.reign || (one.reign === other.reign && one.seq > other.seq);
}

function versionOf(stored: unknown): Version | undefined {
  const {reign, seq, heard}: Partial<Record<keyof Version, unknown>> = Object(Object(stored).tabs);
  if (typeof reign !== 'number' || typeof seq !== 'number') return undefined;
  const counts = Object.entries(Object(heard)).filter((one): one is [string, number] => typeof one[1] === 'number');
  return {reign, seq, heard: Object.fromEntries(counts)};
}

/** What is stored; undefined if reading fails, `fallback` if it takes too long. */
export async function readSoon(persistence: Persistence, fallback: unknown): Promise<unknown> {
  return withTimeout(persistence.read(), readTimeout, fallback).catch(() => undefined);
}
