import type {nothing, ReactiveControllerHost, TemplateResult} from 'lit';
import type {Entry} from '../../protocol/entry.ts';
import type {Drawing} from './drawing.ts';
import {pill} from './pill.ts';
import type {View} from './view.ts';

export interface BehindOptions {
  view(): View | undefined;
  /** Focuses an entry. */
  visit(id: string): void;
  /** Id of the last entry. */
  last(): string | undefined;
  /** Called whenever the reader has reached the end. */
  read(id: string): void;
}

/** Tracks what arrives while the reader is further up, and offers a way back. */
export class Behind {
  /** Ids of the entries missed so far. */
  #missed: readonly string[] = [];
  #far = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly options: BehindOptions,
  ) {}

  miss(arrived: readonly Entry[]): void {
    this.#missed = [...this.#missed, ...arrived.map(({id}) => id)];
  }

  /** Updates the reader's position. Deferred, since it is often called during an update, which it must not change. */
  moved(): void {
    queueMicrotask(() => {
      const {far, stuck} = this.options.view()!;
      const last = this.options.last();
      if (stuck && last !== undefined) this.options.read(last);
      if (far === this.#far && !(stuck && this.#missed.length)) return;
      this.#far = far;
      if (stuck) this.#missed = [];
      this.host.requestUpdate();
    });
  }

  render(drawing: Drawing): TemplateResult | typeof nothing {
    return pill({count: this.#missed.length, far: this.#far}, drawing, () => this.#catchUp());
  }

  #catchUp(): void {
    const {view, visit, last} = this.options;
    const [first] = this.#missed;
    this.#missed = [];
    this.host.requestUpdate();
    if (first === undefined) return visit(last()!);
    view()!.toTopOf(first);
    view()!.focus(first);
  }
}
