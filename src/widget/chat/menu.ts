import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/icons.ts';

export interface MenuItem {
  label: string;
  icon: Icon;
  /** Takes something away. */
  danger?: boolean;
  act(): void;
}

/** A button and the list it opens. */
export class Menu implements ReactiveController {
  #open = false;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement & {renderRoot: ParentNode}) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#show(false);
  }

  button(label: string): TemplateResult {
    return html`<button
      type="button"
      class="header-button menu-button"
      part="header-button"
      aria-label=${label}
      aria-haspopup="menu"
      aria-expanded=${this.#open ? 'true' : 'false'}
      @click=${() => void this.#turn(!this.#open)}
    >
      ${icon('menu')}
    </button>`;
  }

  list(label: string, items: readonly MenuItem[]): TemplateResult | typeof nothing {
    if (!this.#open) return nothing;
    return html`<div class="menu" part="menu" role="menu" aria-label=${label} @keydown=${this.#key} @focusout=${this.#leave}>
      ${items.map((item) => this.#row(item))}
    </div>`;
  }

  #row({label, icon: sign, danger, act}: MenuItem): TemplateResult {
    const choose = () => {
      void this.#turn(false);
      act();
    };
    return html`<button type="button" class="menu-row ${danger ? 'danger' : ''}" part="menu-row" role="menuitem" tabindex="-1" @click=${choose}>
      ${icon(sign)}<span>${label}</span>
    </button>`;
  }

  async #turn(open: boolean): Promise<void> {
    this.#show(open);
    await this.host.updateComplete;
    if (open) this.#rows[0]?.focus();
    else this.host.renderRoot.querySelector<HTMLElement>('.menu-button')?.focus();
  }

  #show(open: boolean): void {
    this.#open = open;
    this.host.requestUpdate();
  }

  get #rows(): HTMLElement[] {
    return [...this.host.renderRoot.querySelectorAll<HTMLElement>('.menu-row')];
  }

  readonly #key = (event: KeyboardEvent): void => {
    const rows = this.#rows;
    const at = rows.indexOf(event.target as HTMLElement);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1}[event.key];
    if (to !== undefined) rows.at(to % rows.length)?.focus();
    else if (event.key === 'Escape') void this.#turn(false);
    else return;
    event.preventDefault();
  };

  /** It closes by itself when the focus goes elsewhere; its own button is about to close it anyhow. */
  readonly #leave = ({currentTarget, relatedTarget}: FocusEvent): void => {
    if (!(relatedTarget instanceof Node) || (currentTarget as HTMLElement).contains(relatedTarget)) return;
    if (!(relatedTarget as HTMLElement).classList.contains('menu-button')) this.#show(false);
  };
}
