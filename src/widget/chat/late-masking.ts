import type {ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import type {Options} from '../options.ts';
import type {Masking, MaskingLook} from './masking.ts';

/** Masking of card numbers, account numbers and addresses, loaded if the page wants it. */
export class LateMasking {
  #wanted: Options['masking'] = 'off';
  #masking: Masking | undefined;
  #keepable: ((draft: string) => string) | undefined;
  #loading: Promise<void> | undefined;
  /** Words wait, and it could not be loaded. */
  #hasFailed = false;

  constructor(private readonly host: ReactiveControllerHost & {renderRoot: ParentNode}) {}

  /**
   * What of the words may be sent now. Undefined when it is not theirs to go yet; where what judges them has still to be loaded, `again`
   * is called once it is there. Without it nothing is sent.
   */
  pass(words: string, again: () => void): string | undefined {
    if (this.#wanted === 'off') return words;
    if (this.#masking) return this.#masking.pass(words, this.#wanted);
    this.#load().then(again, () => {
      this.#hasFailed = true;
      this.host.requestUpdate();
    });
    return undefined;
  }

  /** There are other words now: what was told of those before is over. */
  forget(): void {
    this.#hasFailed = false;
    this.#masking?.forget();
  }

  /** What of a draft may be kept; undefined while that is not known. */
  keepable(draft: string): string | undefined {
    return this.#wanted === 'off' ? draft : this.#keepable?.(draft);
  }

  /** What the visitor is told, above the field. */
  render(wanted: Options['masking'], look: MaskingLook): TemplateResult | typeof nothing {
    this.#wanted = wanted;
    if (wanted === 'off') return nothing;
    if (!this.#loading) this.#load().catch(() => undefined); // Told in the console; the words that need it are told of as well.
    return this.#masking?.render(look) ?? html`<div role="alert">${this.#hasFailed ? look.labels.load_failed : nothing}</div>`;
  }

  #load(): Promise<void> {
    return (this.#loading ??= this.#make().catch((cause: unknown) => {
      this.#loading = undefined; // The next words try again.
      console.error('Parley: what finds numbers that are better not sent could not be loaded; nothing is sent without it.', cause);
      throw cause;
    }));
  }

  async #make(): Promise<void> {
    const {Masking} = await import('./masking.ts');
    const {renderRoot: root} = this.host;
    if (root instanceof ShadowRoot) root.adoptedStyleSheets.push(Masking.styles.styleSheet!);
    this.#keepable = Masking.keepable;
    this.#masking = new Masking(() => this.host.requestUpdate());
    this.host.requestUpdate();
  }
}
