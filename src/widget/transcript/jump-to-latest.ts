import type {nothing, ReactiveControllerHost, TemplateResult} from 'lit';
import type {Entry} from '../../protocol/entry.ts';
import type {EntryContext} from './entry-context.ts';
import {pill} from './pill.ts';
import type {Viewport} from './viewport.ts';

export interface JumpToLatestOptions {
  viewport(): Viewport | undefined;
  /** Focuses an entry. */
  focus(id: string): void;
  /** Id of the last entry. */
  lastId(): string | undefined;
  /** Called whenever the reader has reached the end. */
  onRead(id: string): void;
}

/** Tracks what arrives while the reader is further up, and offers a way back. */
export class JumpToLatest {
  /** Ids of the entries missed so far. */
  #missed: readonly string[] = [];
  #isFar = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly options: JumpToLatestOptions,
  ) {}

  add(arrived: readonly Entry[]): void {
    this.#missed = [...this.#missed, ...arrived.map(({id}) => id)];
  }

  /** Updates the reader's position. Deferred, since it is often called during an update, which it must not change. */
  update(): void {
    queueMicrotask(() => {
      const {isFar, isAtEnd} = this.options.viewport()!;
      const lastId = this.options.lastId();
      if (isAtEnd && lastId !== undefined) this.options.onRead(lastId);
      if (isFar === this.#isFar && !(isAtEnd && this.#missed.length)) return;
      this.#isFar = isFar;
      if (isAtEnd) this.#missed = [];
      this.host.requestUpdate();
    });
  }

  render(context: EntryContext): TemplateResult | typeof nothing {
    return pill({count: this.#missed.length, isFar: this.#isFar}, context, () => this.#jump());
  }

  #jump(): void {
    const {viewport, focus, lastId} = this.options;
    const [firstId] = this.#missed;
    this.#missed = [];
    this.host.requestUpdate();
    if (firstId === undefined) return focus(lastId()!);
    viewport()!.toTopOf(firstId);
    viewport()!.focus(firstId);
  }
}
