import type {ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import type {Options} from '../options.ts';
import type {Masking, MaskingLook} from './masking.ts';

/** Keeps card numbers, account numbers and e-mail addresses from being sent; loaded if the page enables it. */
export class LateMasking {
  #wanted: Options['masking'] = 'off';
  #masking: Masking | undefined;
  #keepable: ((draft: string) => string) | undefined;
  #loading: Promise<void> | undefined;
  /** True if a message is waiting and the code could not be loaded. */
  #hasFailed = false;

  constructor(private readonly host: ReactiveControllerHost & {renderRoot: ParentNode}) {}

  /**
   * Returns the text that may be sent now. Undefined if it may not be sent yet; if the code is still loading, `again` is called once it is
   * loaded. Nothing is sent without it.
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

  /** Resets the notice after the text has changed. */
  forget(): void {
    this.#hasFailed = false;
    this.#masking?.forget();
  }

  /** The part of a draft that may be stored; undefined until the code is loaded. */
  keepable(draft: string): string | undefined {
    return this.#wanted === 'off' ? draft : this.#keepable?.(draft);
  }

  /** The notice above the field. */
  render(wanted: Options['masking'], look: MaskingLook): TemplateResult | typeof nothing {
    this.#wanted = wanted;
    if (wanted === 'off') return nothing;
    if (!this.#loading) this.#load().catch(() => undefined); // The failure is logged, and shown once a message has to wait for it.
    return this.#masking?.render(look) ?? html`<div role="alert">${this.#hasFailed ? look.labels.load_failed : nothing}</div>`;
  }

  #load(): Promise<void> {
    return (this.#loading ??= this.#make().catch((cause: unknown) => {
      this.#loading = undefined; // Lets the next message try again.
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
