import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import type {MenuItem} from './menu-list.ts';
import type {Overlays} from './overlays.ts';
import {loadOverlays} from './load-overlays.ts';

/** The menu's button and the list that it opens. */
export class Menu implements ReactiveController {
  #open = false;
  #overlays: Overlays | undefined;

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
      @click=${() => void this.#setOpen(!this.#open)}
    >
      ${icon('menu')}
    </button>`;
  }

  list(label: string, items: (overlays: Overlays) => readonly MenuItem[]): TemplateResult | typeof nothing {
    if (!this.#open || !this.#overlays) return nothing;
    const close = () => void this.#setOpen(false);
    return this.#overlays.menuList({label, items: items(this.#overlays), close, dismiss: () => this.#show(false)});
  }

  async #setOpen(open: boolean): Promise<void> {
    if (open) this.#overlays = await loadOverlays(this.host.renderRoot);
    this.#show(open && this.host.isConnected && this.#overlays !== undefined);
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>(open ? '.menu-row' : '.menu-button')?.focus();
  }

  #show(open: boolean): void {
    this.#open = open;
    this.host.requestUpdate();
  }
}
