import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {defaultOptions, type PartOptions} from '../../components/context.ts';
import {keep, recall} from '../launcher-memory.ts';
import type {Options} from '../options.ts';
import {partOptions} from './part-options.ts';

/** What a reader has chosen. Anything absent follows the page and the system. */
export interface ReaderSettings {
  /** Text size in percent of the page's own: 100 to 200. */
  readonly size?: number | undefined;
  readonly contrast?: 'more' | 'normal' | undefined;
  readonly motion?: 'less' | 'full' | undefined;
  readonly sound?: Options['sound'] | undefined;
  readonly carousels?: PartOptions['carousels'] | undefined;
  readonly spoken?: PartOptions['spoken'] | undefined;
}

export interface ReaderHost extends ReactiveControllerHost, HTMLElement {
  /** The launcher it belongs to, if any: the settings are stored under its name. */
  readonly owner: HTMLElement | undefined;
}

/** The reader's settings in this browser: applied to the chat, stored in the launcher's memory, and shared by all tabs. */
export class Reader implements ReactiveController {
  chosen: ReaderSettings = {};
  /** The page's options with the reader's choices applied. */
  options!: Options;
  looks: PartOptions = defaultOptions;
  #page: Options | undefined;

  constructor(private readonly host: ReaderHost) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('storage', this.#recall);
    this.#recall();
  }

  hostDisconnected(): void {
    removeEventListener('storage', this.#recall);
  }

  /** Applies the page's options. */
  follow(page: Options): void {
    if (page === this.#page) return;
    this.#page = page;
    const {sound = page.sound, carousels, spoken} = this.chosen;
    this.options = {...page, sound};
    this.looks = {...partOptions(page), ...(carousels && {carousels}), ...(spoken && {spoken})};
  }

  /** Changes settings, now and for next time. */
  choose(change: ReaderSettings): void {
    this.#take({...this.chosen, ...change});
    keep(this.#keeper, {reader: this.chosen});
  }

  /** Resets everything to the defaults of the page and the system. */
  reset(): void {
    this.#take({});
    keep(this.#keeper, {reader: undefined});
  }

  /** Deletes everything stored under the chat's name. */
  forget(): void {
    this.#take({});
    keep(this.#keeper, undefined);
  }

  get #keeper(): HTMLElement {
    return this.host.owner ?? this.host;
  }

  /** Applies earlier choices, made here or just now in another tab. */
  readonly #recall = (): void => {
    if (this.#keeper.getAttribute('storage') !== 'none') this.#take(Object(recall(this.#keeper).reader) as ReaderSettings);
  };

  /** Stored values may be anything, so invalid ones must be harmless here. */
  #take(chosen: ReaderSettings): void {
    if (JSON.stringify(chosen) === JSON.stringify(this.chosen)) return;
    this.chosen = chosen;
    const {host} = this;
    const scale = Math.min(200, Math.max(100, Number(chosen.size))) / 100 || 1;
    mark(host, 'data-contrast', chosen.contrast);
    mark(host, 'data-motion', chosen.motion);
    host.style.setProperty('--parley-text-scale', scale > 1 ? `${scale}` : null);
    this.#page = undefined;
    host.requestUpdate();
  }
}

function mark(host: HTMLElement, name: string, value: string | undefined): void {
  if (value) host.setAttribute(name, value);
  else host.removeAttribute(name);
}
