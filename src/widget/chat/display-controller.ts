import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {defaultOptions, type PartOptions} from '../../components/context.ts';
import {saveLauncherState, readLauncherState} from '../launcher-state.ts';
import type {Options} from '../options.ts';
import {partOptionsOf} from './part-options.ts';

/** What a visitor has chosen. Anything absent follows the page and the system. */
export interface DisplaySettings {
  /** Text size in percent of the page's own: 100 to 200. */
  readonly size?: number | undefined;
  readonly contrast?: 'more' | 'normal' | undefined;
  readonly motion?: 'less' | 'full' | undefined;
  readonly sound?: Options['sound'] | undefined;
  readonly carousels?: PartOptions['carousels'] | undefined;
  readonly spoken?: PartOptions['spoken'] | undefined;
}

export interface DisplayHost extends ReactiveControllerHost, HTMLElement {
  /** The launcher it belongs to, if any: the settings are stored under its name. */
  readonly owner: HTMLElement | undefined;
}

/** The visitor's display settings in this browser: applied to the chat, stored with the launcher's state, and shared by all tabs. */
export class DisplayController implements ReactiveController {
  chosen: DisplaySettings = {};
  /** The page's options with the visitor's choices applied. */
  options!: Options;
  partOptions: PartOptions = defaultOptions;
  #page: Options | undefined;

  constructor(private readonly host: DisplayHost) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('storage', this.#restore);
    this.#restore();
  }

  hostDisconnected(): void {
    removeEventListener('storage', this.#restore);
  }

  /** Applies the page's options. */
  applyOptions(page: Options): void {
    if (page === this.#page) return;
    this.#page = page;
    const {sound = page.sound, carousels, spoken} = this.chosen;
    this.options = {...page, sound};
    this.partOptions = {...partOptionsOf(page), ...(carousels && {carousels}), ...(spoken && {spoken})};
  }

  /** Changes settings, now and for next time. */
  choose(change: DisplaySettings): void {
    this.#apply({...this.chosen, ...change});
    saveLauncherState(this.#owner, {reader: this.chosen});
  }

  /** Resets everything to the defaults of the page and the system. */
  reset(): void {
    this.#apply({});
    saveLauncherState(this.#owner, {reader: undefined});
  }

  /** Deletes everything stored under the chat's name. */
  forget(): void {
    this.#apply({});
    saveLauncherState(this.#owner, undefined);
  }

  get #owner(): HTMLElement {
    return this.host.owner ?? this.host;
  }

  /** Applies earlier choices, made here or just now in another tab. */
  readonly #restore = (): void => {
    if (this.#owner.getAttribute('storage') !== 'none') this.#apply(Object(readLauncherState(this.#owner).reader) as DisplaySettings);
  };

  /** Stored values may be anything, so invalid ones must be harmless here. */
  #apply(chosen: DisplaySettings): void {
    if (JSON.stringify(chosen) === JSON.stringify(this.chosen)) return;
    this.chosen = chosen;
    const {host} = this;
    const scale = Math.min(200, Math.max(100, Number(chosen.size))) / 100 || 1;
    setOrRemove(host, 'data-contrast', chosen.contrast);
    setOrRemove(host, 'data-motion', chosen.motion);
    host.style.setProperty('--parley-text-scale', scale > 1 ? `${scale}` : null);
    this.#page = undefined;
    host.requestUpdate();
  }
}

function setOrRemove(host: HTMLElement, name: string, value: string | undefined): void {
  if (value) host.setAttribute(name, value);
  else host.removeAttribute(name);
}
