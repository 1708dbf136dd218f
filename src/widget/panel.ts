import {render} from 'lit';
import type {PartOptions} from '../components/context.ts';
import {icon} from '../components/icons.ts';
import {plural, type Labels} from '../components/labels.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {type ActionFunction, chatPropertyNames, type ChatProperties} from './chat-properties.ts';
import {onCloseRequest} from './close-request.ts';
import {badgeOf, showUnread} from './badge.ts';
import {adoptStyleText, type LauncherElements, createElement} from './launcher-elements.ts';
import {panelStyles} from './panel.styles.ts';
import {saveLauncherState, readLauncherState} from './launcher-state.ts';
import {launcherOptions, type OptionName, optionNames} from './options.ts';
import {avoidKeyboard} from './soft-keyboard.ts';
import {trapFocus} from './focus-trap.ts';

/** What a launcher passes on when its chat is created. */
export interface PanelParts extends LauncherElements {
  widget: HTMLElement & Partial<ChatProperties>;
  actions: ReadonlyMap<string, ActionFunction>;
}

/** What the panel needs from the chat inside it. */
export interface PanelChat extends HTMLElement, ChatProperties {
  /** The element with the chat's options. */
  owner: HTMLElement | undefined;
  /** Whether it is open. */
  shown: boolean;
  actions: ReadonlyMap<string, ActionFunction>;
  readonly unread: number;
  readonly display: {readonly partOptions: PartOptions};
  readonly words: Labels;
  readonly locale: string;
  /** Resolves once the chat can be shown in its language. */
  readonly prepared: Promise<unknown>;
  send(message: VisitorMessage | string): Promise<void>;
  forget(): Promise<void>;
}

/** The chat's module, as the launcher uses it. The element is created from its class, since another copy may hold its tag name. */
export interface ChatModule {
  ParleyChat: new () => {createPanel(parts: PanelParts): Panel};
}

/** Names of the options that the launcher passes on. */
const forwardedOptions: readonly OptionName[] = optionNames.filter((name) => !launcherOptions.includes(name));

/** The launcher with a loaded chat: opens and closes the panel, passes on options and slots, and counts unread messages. */
export class Panel {
  readonly #parts: PanelParts;
  readonly #element = createElement('div', {className: 'panel', part: 'panel', role: 'dialog', tabIndex: -1, hidden: true});
  /** Announces messages that arrive while the panel is closed. */
  readonly #liveRegion = createElement('output');
  readonly #observer = new MutationObserver(() => [this.#forwardOptions(), this.draw()]);
  /** Undoes what only lasts while the chat is open. */
  #cleanups: (() => void)[] = [];

  constructor(
    readonly chat: PanelChat,
    parts: PanelParts,
  ) {
    this.#parts = parts;
    const {widget, dock, button, actions} = parts;
    Object.assign(chat, {owner: widget, shown: false, actions});
    for (const name of chatPropertyNames) forwardProperty(widget, chat, name);
    this.#forwardOptions();
    this.#observer.observe(widget, {attributeFilter: [...forwardedOptions, 'position'], childList: true});
    chat.addEventListener('parley-close', () => this.#requestClose());
    chat.addEventListener('parley-state', () => this.#updateUnread());
    chat.addEventListener('parley-words', () => this.draw());
    dock.addEventListener('keydown', (event) => this.#onKeydown(event));
    const chevron = document.createDocumentFragment();
    render(icon('down', 'chevron'), chevron);
    button.insertBefore(chevron, badgeOf(button));
    this.#element.append(chat);
    dock.prepend(this.#element, this.#liveRegion);
    adoptStyleText(widget.shadowRoot!, panelStyles);
  }

  /**
   * Opens or closes the panel, according to the launcher's `open` attribute. With `byVisitor`, the focus moves and the state is remembered
   * for the next page.
   */
  async syncOpen(byVisitor: boolean): Promise<void> {
    const {widget, dock, button} = this.#parts;
    await this.chat.prepared;
    const open = widget.hasAttribute('open');
    // Without a user gesture, nothing new is stored.
    if (byVisitor || 'open' in readLauncherState(widget)) saveLauncherState(widget, open ? {open, teased: true} : {open});
    if (!widget.isConnected || open === this.chat.shown) return;
    dock.querySelector('.teaser')?.remove();
    if (!open) return this.#hide();
    // A page may have given the launcher another size, or hide it for now.
    this.#element.style.setProperty('--_tall', `${button.offsetHeight || 60}px`);
    this.#cleanups = [onCloseRequest(() => this.#requestClose()), avoidKeyboard(this.#element), trapFocus(this.#element, this.chat)];
    this.chat.shown = true;
    this.draw();
    if (byVisitor) this.chat.focus();
  }

  draw(): void {
    const {widget, dock, button} = this.#parts;
    const {shown, unread, display, words, locale} = this.chat;
    const announcement = shown || !unread ? '' : plural(words, 'unread', unread, locale);
    button.lang = this.#liveRegion.lang = locale; // Not on the dock: the chat inside takes its language from around it.
    dock.classList.toggle('open', shown);
    this.#element.hidden = !shown;
    this.#element.ariaLabel = widget.getAttribute('heading') || words.heading;
    showUnread(button, shown ? 0 : unread);
    button.setAttribute('aria-expanded', `${shown}`);
    button.ariaLabel = shown ? words.close_chat : words.open_chat + (announcement && `, ${announcement}`);
    if (this.#liveRegion.textContent !== announcement && display.partOptions.spoken !== 'none') this.#liveRegion.textContent = announcement;
  }

  async forget(): Promise<void> {
    await this.chat.forget();
    saveLauncherState(this.#parts.widget, undefined);
  }

  /** The launcher left the document, but may come back. */
  detach(): void {
    for (const cleanUp of this.#cleanups.splice(0)) cleanUp();
    this.chat.shown = false;
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#element.remove();
    this.#liveRegion.remove();
  }

  #hide(): void {
    const {widget, button} = this.#parts;
    const hadFocus = this.#element.contains(widget.shadowRoot!.activeElement);
    this.detach();
    this.draw();
    if (hadFocus) button.focus({preventScroll: true});
  }

  /** Closes the way a visitor does: with the launcher. */
  #requestClose(): void {
    const {widget, button} = this.#parts;
    if (widget.hasAttribute('open')) button.click();
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || event.keyCode === 229 || !this.chat.shown) return;
    event.preventDefault();
    this.#requestClose();
  }

  #updateUnread(): void {
    const {widget} = this.#parts;
    const {unread} = this.chat;
    const stored = readLauncherState(widget);
    if ('open' in stored && (stored.unread ?? 0) !== unread) saveLauncherState(widget, {unread});
    this.draw();
  }

  #forwardOptions(): void {
    const {widget} = this.#parts;
    for (const name of forwardedOptions) {
      const value = widget.getAttribute(name);
      if (value === this.chat.getAttribute(name)) continue;
      if (value === null) this.chat.removeAttribute(name);
      else this.chat.setAttribute(name, value);
    }
    this.chat.setAttribute('framed', widget.getAttribute('position') === 'start' ? 'start' : 'end');
    for (const name of ['header', 'footer', 'empty']) forwardSlot(widget, this.chat, name);
  }
}

/** Moves a property that the page set on the launcher to the chat, and forwards it from now on. */
function forwardProperty(widget: object, chat: object, name: keyof ChatProperties): void {
  const initial: unknown = Reflect.get(widget, name);
  if (initial !== undefined) Reflect.set(chat, name, initial);
  Object.defineProperty(widget, name, {
    configurable: true,
    enumerable: true,
    get: () => Reflect.get(chat, name) as unknown,
    set(value: unknown) {
      Reflect.set(chat, name, value);
    },
  });
}

/** Forwards a slot, but only if the page filled it: a forwarded empty slot would hide the default content. */
function forwardSlot(from: Element, to: Element, name: string): void {
  const isFilled = from.querySelector(`:scope > [slot="${name}"]`) !== null;
  const forwarded = to.querySelector(`:scope > slot[name="${name}"]`);
  if (!isFilled) forwarded?.remove();
  else if (!forwarded) to.append(createElement('slot', {name, slot: name}));
}
