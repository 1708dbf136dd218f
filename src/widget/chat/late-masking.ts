import type {ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import type {Options} from '../options.ts';
import type {Masking, MaskingView} from './masking.ts';

/** Keeps card numbers, account numbers and e-mail addresses from being sent; loaded if the page enables it. */
export class LateMasking {
  #mode: Options['masking'] = 'off';
  #masking: Masking | undefined;
  #storable: ((draft: string) => string) | undefined;
  #loading: Promise<void> | undefined;
  /** True if a message is waiting and the code could not be loaded. */
  #hasFailed = false;

  constructor(private readonly host: ReactiveControllerHost & {renderRoot: ParentNode}) {}

  /**
   * Returns the text that may be sent now. Undefined if it may not be sent yet; if the code is still loading, `again` is called once it is
   * loaded. Nothing is sent without it.
   */
  check(text: string, retry: () => void): string | undefined {
    if (this.#mode === 'off') return text;
    if (this.#masking) return this.#masking.check(text, this.#mode);
    this.#load().then(retry, () => {
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
  storable(draft: string): string | undefined {
    return this.#mode === 'off' ? draft : this.#storable?.(draft);
  }

  /** The notice above the field. */
  render(mode: Options['masking'], view: MaskingView): TemplateResult | typeof nothing {
    this.#mode = mode;
    if (mode === 'off') return nothing;
    if (!this.#loading) this.#load().catch(() => undefined); // The failure is logged, and shown once a message has to wait for it.
    return this.#masking?.render(view) ?? html`<div role="alert">${this.#hasFailed ? view.labels.load_failed : nothing}</div>`;
  }

  #load(): Promise<void> {
    return (this.#loading ??= this.#create().catch((cause: unknown) => {
      this.#loading = undefined; // Lets the next message try again.
      console.error('Parley: what finds numbers that are better not sent could not be loaded; nothing is sent without it.', cause);
      throw cause;
    }));
  }

  async #create(): Promise<void> {
    const {Masking} = await import('./masking.ts');
    const {renderRoot: root} = this.host;
    if (root instanceof ShadowRoot) root.adoptedStyleSheets.push(Masking.styles.styleSheet!);
    this.#storable = Masking.storable;
    this.#masking = new Masking(() => this.host.requestUpdate());
    this.host.requestUpdate();
  }
}
