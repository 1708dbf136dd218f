import {RendererMap} from '../components/renderer-map.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {drawLoadError} from './load-error.ts';
import {showUnread} from './badge.ts';
import type {ExtrasModule} from './launcher-extras.ts';
import type {ActionFunction, ChatProperties} from './chat-properties.ts';
import {adoptStyleText, type LauncherElements, launcherElementsOf} from './launcher-elements.ts';
import type {ChatModule, Panel} from './panel.ts';
import {readLauncherState} from './launcher-state.ts';
import {launcherName} from './launcher-name.ts';
import {type ThemeObserver, observeTheme} from './theme.ts';
import {widgetStyles} from './widget.styles.ts';

export interface ParleyWidget extends Partial<ChatProperties> {}

/**
 * The launcher in the corner of a page, and the chat that opens from it. The chat's code is not fetched
 * until somebody comes near; no bot is contacted, and no conversation stored, until the chat is used.
 *
 * @tag parley-widget
 * @fires {StateEvent} parley-state - The chat opened or closed, the conversation began or ended, or the number of unread messages changed.
 * @fires {MessageEvent} parley-message - Either side said something.
 * @fires {ReplyEvent} parley-reply - The visitor used a control of a message; cancelable.
 * @fires {ActionEvent} parley-action - The bot calls the page.
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link, or used a custom-event button; cancelable.
 * @slot launcher - The launcher's icon.
 * @slot header - Replaces the header's picture, name and status.
 * @slot footer - A line below the composer.
 * @slot empty - Shown before anything is said.
 * @csspart launcher - The button in the corner.
 * @csspart badge - The number of unread messages.
 * @csspart teaser - The text beside the launcher.
 * @csspart panel - The box around the chat.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 * @cssprop --parley-z-index - The `z-index` of launcher and panel; 99999.
 * @cssprop --parley-offset-block - Distance from the bottom; 20px.
 * @cssprop --parley-offset-inline - Distance from the side; 20px.
 */
export class ParleyWidget extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ['open', 'brand', 'theme', 'language', 'teaser'];

  /** Loads the chat's code, which registers its element. Set by whoever registers the widget. */
  static loadChat: () => Promise<ChatModule>;

  /** Loads the code for teaser, badge and failures. Set by whoever registers the widget. */
  static loadExtras: () => Promise<ExtrasModule>;

  /** Draws the launcher of an element that has none yet. Set by whoever registers the widget. */
  static draw: (root: ShadowRoot) => LauncherElements;

  /** The functions that the bot may call, by code. */
  declare actions: Map<string, ActionFunction> | undefined;

  readonly #elements: LauncherElements;
  #theme: ThemeObserver | undefined;
  #chatModule: Promise<ChatModule> | undefined;
  #panel: Panel | undefined;
  #synced: Promise<void> = Promise.resolve();
  #byVisitor = false;

  constructor() {
    super();
    this.#elements = adoptLauncher(this);
    this.renderers ??= new RendererMap(this);
    const {dock, button} = this.#elements;
    // A second click while the chat is loading means the same.
    button.onclick = () => void this.#setOpen(!this.#panel?.chat.shown, true);
    // Failures are reported when the visitor really opens the chat.
    const load = () => void this.#load().catch(() => undefined);
    for (const type of ['pointerenter', 'focusin']) dock.addEventListener(type, load);
  }

  connectedCallback(): void {
    addEventListener('storage', this.#updateUnread);
    // A remembered open chat does not reopen on phones, where it covers the whole screen.
    if (readLauncherState(this).open && innerWidth > 480) this.toggleAttribute('open', true);
    this.#theme = observeTheme(this);
    this.#updateUnread();
    this.#showTeaser();
    if (this.hasAttribute('open')) this.#synced = this.#syncOpen();
  }

  disconnectedCallback(): void {
    removeEventListener('storage', this.#updateUnread);
    this.#theme?.stop();
    this.#theme = undefined;
    this.#panel?.detach();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === 'brand') this.style.setProperty('--parley-brand', now && CSS.supports('color', now) ? now : null);
    if (!this.#theme) return;
    if (name === 'open' && (before === null) !== (now === null)) this.#synced = this.#syncOpen();
    if (name === 'teaser') this.#showTeaser();
    this.#theme.update();
    this.#draw();
  }

  /** Opens the chat, and resolves when it is shown. Moves the focus only after a gesture of the visitor. Never rejects. */
  get open(): () => Promise<void> {
    return () => this.#setOpen(true);
  }

  /** Sets the option: frameworks set a property wherever an element has one, and know nothing of methods. */
  set open(shown: unknown) {
    this.toggleAttribute('open', (shown ?? false) !== false);
  }

  /** Closes the chat. The conversation continues. */
  close(): Promise<void> {
    return this.#setOpen(false);
  }

  toggle(): Promise<void> {
    return this.#setOpen(!this.hasAttribute('open'));
  }

  /** Sends a text or a message on behalf of the visitor, without opening the chat. Resolves when the turn is over. */
  async send(message: VisitorMessage | string): Promise<void> {
    await (await this.#loadPanel()).chat.send(message);
  }

  /** Merges into the `data` that the bot gets with every request. */
  setData(data: Readonly<Record<string, unknown>>): void {
    this.data = {...this.data, ...data};
  }

  /** Registers a function that the bot may call. A result other than `undefined` is sent back as an action with the same code. */
  registerAction(code: string, action: ActionFunction): void {
    (this.actions ??= new Map()).set(code, action);
  }

  /** Deletes everything stored about the conversation. */
  async forget(): Promise<void> {
    await (await this.#loadPanel()).forget();
  }

  /** Removes the element from the page, with all its listeners and timers. */
  destroy(): void {
    this.remove();
    this.#panel?.dispose();
  }

  #setOpen(open: boolean, byVisitor = navigator.userActivation?.isActive ?? false): Promise<void> {
    this.#byVisitor = byVisitor;
    this.toggleAttribute('open', open);
    this.#byVisitor = false;
    return this.#synced;
  }

  /** Opens or closes the chat according to the `open` attribute. */
  async #syncOpen(): Promise<void> {
    const byVisitor = this.#byVisitor;
    const {button, dock} = this.#elements;
    if (!this.#panel && !this.hasAttribute('open')) return;
    dock.querySelector('p')?.remove();
    button.ariaBusy = 'true';
    try {
      const panel = await this.#loadPanel();
      await panel.syncOpen(byVisitor);
    } catch (error) {
      console.error('Parley: the chat could not be loaded.', error);
      await ParleyWidget.loadExtras().then(
        ({drawError}) => drawError(this),
        () => drawLoadError(this.#elements),
      );
      this.removeAttribute('open');
    }
    button.ariaBusy = null;
  }

  #load(): Promise<ChatModule> {
    return (this.#chatModule ??= ParleyWidget.loadChat().catch((error: unknown) => {
      this.#chatModule = undefined;
      throw error;
    }));
  }

  async #loadPanel(): Promise<Panel> {
    const {ParleyChat} = await this.#load();
    return (this.#panel ??= new ParleyChat().createPanel({
      widget: this,
      ...this.#elements,
      actions: (this.actions ??= new Map()),
    }));
  }

  /** Updates the unread count from the launcher's stored state, which other pages may change at any time. */
  readonly #updateUnread = (): void => {
    showUnread(this.#elements.button, readLauncherState(this).unread ?? 0);
    this.#draw();
  };

  #draw(): void {
    if (this.#panel) return this.#panel.draw();
    const {button} = this.#elements;
    const {unread} = readLauncherState(this);
    button.ariaExpanded = 'false';
    button.ariaLabel =
      (this.labels?.open_chat ?? launcherName(this.getAttribute('language'))) + (unread ? ` (${unread > 9 ? '9+' : unread})` : '');
  }

  #showTeaser(): void {
    if (!this.getAttribute('teaser') || this.hasAttribute('open') || readLauncherState(this).teased) return;
    ParleyWidget.loadExtras().then(
      ({showTeaser}) => showTeaser({widget: this, ...this.#elements}),
      (error: unknown) => console.error('Parley: the teaser could not be loaded.', error),
    );
  }
}

/** The launcher of an element: the existing one if the script tag created it, or a new one. */
function adoptLauncher(element: HTMLElement): LauncherElements {
  const root = element.shadowRoot ?? element.attachShadow({mode: 'open'});
  const elements = launcherElementsOf(element) ?? ParleyWidget.draw(root);
  elements.dock.removeAttribute('style'); // Before its class was loaded, colour scheme and brand were set here.
  adoptStyleText(root, widgetStyles);
  return elements;
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-widget': ParleyWidget;
  }
}
