import {render} from 'lit';
import type {PartOptions} from '../components/context.ts';
import {icon} from '../components/icons.ts';
import {plural, type Labels} from '../components/labels.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {type ActionFunction, chatPropertyNames, type ChatProperties} from './chat-properties.ts';
import {closeSignal} from './close-signal.ts';
import {badgeOf, showUnread} from './badge.ts';
import {adopt, type Corner, make} from './corner.ts';
import {frameStyles} from './frame.styles.ts';
import {keep, recall} from './launcher-memory.ts';
import {launcherOptions, type OptionName, optionNames} from './options.ts';
import {avoidKeyboard} from './soft-keyboard.ts';
import {keepFocus} from './whole-screen.ts';

/** What a launcher passes on when its chat is created. */
export interface FrameParts extends Corner {
  widget: HTMLElement & Partial<ChatProperties>;
  actions: ReadonlyMap<string, ActionFunction>;
}

/** What the frame needs from the chat inside it. */
export interface FramedChat extends HTMLElement, ChatProperties {
  /** The element with the chat's options. */
  owner: HTMLElement | undefined;
  /** Whether it is open. */
  shown: boolean;
  actions: ReadonlyMap<string, ActionFunction>;
  readonly unread: number;
  readonly reader: {readonly looks: PartOptions};
  readonly words: Labels;
  readonly locale: string;
  /** Resolves once the chat can be shown in its language. */
  readonly prepared: Promise<unknown>;
  send(message: VisitorMessage | string): Promise<void>;
  forget(): Promise<void>;
}

/** The chat's module, as the launcher uses it. The element is created from its class, since another copy may hold its tag name. */
export interface ChatModule {
  ParleyChat: new () => {frame(parts: FrameParts): Frame};
}

/** Names of the options that the launcher passes on. */
const passedOn: readonly OptionName[] = optionNames.filter((name) => !launcherOptions.includes(name));

/** The launcher with a loaded chat: opens and closes the panel, passes on options and slots, and counts unread messages. */
export class Frame {
  readonly #parts: FrameParts;
  readonly #panel = make('div', {className: 'panel', part: 'panel', role: 'dialog', tabIndex: -1, hidden: true});
  /** Announces messages that arrive while the panel is closed. */
  readonly #voice = make('output');
  readonly #changes = new MutationObserver(() => [this.#passOn(), this.draw()]);
  /** Undoes what only lasts while the chat is open. */
  #closes: (() => void)[] = [];

  constructor(
    readonly chat: FramedChat,
    parts: FrameParts,
  ) {
    this.#parts = parts;
    const {widget, dock, button, actions} = parts;
    Object.assign(chat, {owner: widget, shown: false, actions});
    for (const name of chatPropertyNames) handOver(widget, chat, name);
    this.#passOn();
    this.#changes.observe(widget, {attributeFilter: [...passedOn, 'position'], childList: true});
    chat.addEventListener('parley-close', () => this.#close());
    chat.addEventListener('parley-state', () => this.#count());
    chat.addEventListener('parley-words', () => this.draw());
    dock.addEventListener('keydown', (event) => this.#escape(event));
    const chevron = document.createDocumentFragment();
    render(icon('down', 'chevron'), chevron);
    button.insertBefore(chevron, badgeOf(button));
    this.#panel.append(chat);
    dock.prepend(this.#panel, this.#voice);
    adopt(widget.shadowRoot!, frameStyles);
  }

  /**
   * Opens or closes the panel, according to the launcher's `open` attribute. With `byVisitor`, the focus moves and the state is remembered
   * for the next page.
   */
  async settle(byVisitor: boolean): Promise<void> {
    const {widget, dock, button} = this.#parts;
    await this.chat.prepared;
    const open = widget.hasAttribute('open');
    // Without a user gesture, nothing new is stored.
    if (byVisitor || 'open' in recall(widget)) keep(widget, open ? {open, teased: true} : {open});
    if (!widget.isConnected || open === this.chat.shown) return;
    dock.querySelector('.teaser')?.remove();
    if (!open) return this.#hide();
    // A page may have given the launcher another size, or hide it for now.
    this.#panel.style.setProperty('--_tall', `${button.offsetHeight || 60}px`);
    this.#closes = [closeSignal(() => this.#close()), avoidKeyboard(this.#panel), keepFocus(this.#panel, this.chat)];
    this.chat.shown = true;
    this.draw();
    if (byVisitor) this.chat.focus();
  }

  draw(): void {
    const {widget, dock, button} = this.#parts;
    const {shown, unread, reader, words, locale} = this.chat;
    const news = shown || !unread ? '' : plural(words, 'unread', unread, locale);
    button.lang = this.#voice.lang = locale; // Not on the dock: the chat inside takes its language from around it.
    dock.classList.toggle('open', shown);
    this.#panel.hidden = !shown;
    this.#panel.ariaLabel = widget.getAttribute('heading') || words.heading;
    showUnread(button, shown ? 0 : unread);
    button.setAttribute('aria-expanded', `${shown}`);
    button.ariaLabel = shown ? words.close_chat : words.open_chat + (news && `, ${news}`);
    if (this.#voice.textContent !== news && reader.looks.spoken !== 'none') this.#voice.textContent = news;
  }

  async forget(): Promise<void> {
    await this.chat.forget();
    keep(this.#parts.widget, undefined);
  }

  /** The launcher left the document, but may come back. */
  leave(): void {
    for (const end of this.#closes.splice(0)) end();
    this.chat.shown = false;
  }

  end(): void {
    this.#changes.disconnect();
    this.#panel.remove();
    this.#voice.remove();
  }

  #hide(): void {
    const {widget, button} = this.#parts;
    const hadFocus = this.#panel.contains(widget.shadowRoot!.activeElement);
    this.leave();
    this.draw();
    if (hadFocus) button.focus({preventScroll: true});
  }

  /** Closes the way a visitor does: with the launcher. */
  #close(): void {
    const {widget, button} = this.#parts;
    if (widget.hasAttribute('open')) button.click();
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || event.keyCode === 229 || !this.chat.shown) return;
    event.preventDefault();
    this.#close();
  }

  #count(): void {
    const {widget} = this.#parts;
    const {unread} = this.chat;
    const kept = recall(widget);
    if ('open' in kept && (kept.unread ?? 0) !== unread) keep(widget, {unread});
    this.draw();
  }

  #passOn(): void {
    const {widget} = this.#parts;
    for (const name of passedOn) {
      const value = widget.getAttribute(name);
      if (value === this.chat.getAttribute(name)) continue;
      if (value === null) this.chat.removeAttribute(name);
      else this.chat.setAttribute(name, value);
    }
    this.chat.setAttribute('framed', widget.getAttribute('position') === 'start' ? 'start' : 'end');
    for (const name of ['header', 'footer', 'empty']) passSlot(widget, this.chat, name);
  }
}

/** Moves a property that the page set on the launcher to the chat, and forwards it from now on. */
function handOver(widget: object, chat: object, name: keyof ChatProperties): void {
  const given: unknown = Reflect.get(widget, name);
  if (given !== undefined) Reflect.set(chat, name, given);
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
function passSlot(from: Element, to: Element, name: string): void {
  const filled = from.querySelector(`:scope > [slot="${name}"]`) !== null;
  const passed = to.querySelector(`:scope > slot[name="${name}"]`);
  if (!filled) passed?.remove();
  else if (!passed) to.append(make('slot', {name, slot: name}));
}
