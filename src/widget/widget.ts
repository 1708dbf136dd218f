import {RendererMap} from '../components/renderer-map.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import {apologise} from './apology.ts';
import {showUnread} from './badge.ts';
import type {BesideModule} from './beside.ts';
import type {ActionFunction, ChatProperties} from './chat-properties.ts';
import {adopt, type Corner, cornerOf} from './corner.ts';
import type {ChatModule, Frame} from './frame.ts';
import {recall} from './launcher-memory.ts';
import {launcherName} from './launcher-name.ts';
import {type FollowedTheme, followTheme} from './theme.ts';
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
  static loadBeside: () => Promise<BesideModule>;

  /** Draws the launcher of an element that has none yet. Set by whoever registers the widget. */
  static draw: (root: ShadowRoot) => Corner;

  /** The functions that the bot may call, by code. */
  declare actions: Map<string, ActionFunction> | undefined;

  readonly #corner: Corner;
  #theme: FollowedTheme | undefined;
  #code: Promise<ChatModule> | undefined;
  #frame: Frame | undefined;
  #settled: Promise<void> = Promise.resolve();
  #byVisitor = false;

  constructor() {
    super();
    this.#corner = takeCorner(this);
    this.renderers ??= new RendererMap(this);
    const {dock, button} = this.#corner;
    // A second click while the chat is loading means the same.
    button.onclick = () => void this.#turn(!this.#frame?.chat.shown, true);
    // Failures are reported when the visitor really opens the chat.
    const load = () => void this.#load().catch(() => undefined);
    for (const near of ['pointerenter', 'focusin']) dock.addEventListener(near, load);
  }

  connectedCallback(): void {
    addEventListener('storage', this.#count);
    // A remembered open chat does not reopen on phones, where it covers the whole screen.
    if (recall(this).open && innerWidth > 480) this.toggleAttribute('open', true);
    this.#theme = followTheme(this);
    this.#count();
    this.#tease();
    if (this.hasAttribute('open')) this.#settled = this.#settle();
  }

  disconnectedCallback(): void {
    removeEventListener('storage', this.#count);
    this.#theme?.end();
    this.#theme = undefined;
    this.#frame?.leave();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === 'brand') this.style.setProperty('--parley-brand', now && CSS.supports('color', now) ? now : null);
    if (!this.#theme) return;
    if (name === 'open' && (before === null) !== (now === null)) this.#settled = this.#settle();
    if (name === 'teaser') this.#tease();
    this.#theme.update();
    this.#draw();
  }

  /** Opens the chat, and resolves when it is shown. Moves the focus only after a gesture of the visitor. Never rejects. */
  get open(): () => Promise<void> {
    return () => this.#turn(true);
  }

  /** Sets the option: frameworks set a property wherever an element has one, and know nothing of methods. */
  set open(shown: unknown) {
    this.toggleAttribute('open', (shown ?? false) !== false);
  }

  /** Closes the chat. The conversation continues. */
  close(): Promise<void> {
    return this.#turn(false);
  }

  toggle(): Promise<void> {
    return this.#turn(!this.hasAttribute('open'));
  }

  /** Sends a text or a message on behalf of the visitor, without opening the chat. Resolves when the turn is over. */
  async send(message: VisitorMessage | string): Promise<void> {
    await (await this.#ready()).chat.send(message);
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
    await (await this.#ready()).forget();
  }

  /** Removes the element from the page, with all its listeners and timers. */
  destroy(): void {
    this.remove();
    this.#frame?.end();
  }

  #turn(open: boolean, byVisitor = navigator.userActivation?.isActive ?? false): Promise<void> {
    this.#byVisitor = byVisitor;
    this.toggleAttribute('open', open);
    this.#byVisitor = false;
    return this.#settled;
  }

  /** Opens or closes the chat according to the `open` attribute. */
  async #settle(): Promise<void> {
    const byVisitor = this.#byVisitor;
    const {button, dock} = this.#corner;
    if (!this.#frame && !this.hasAttribute('open')) return;
    dock.querySelector('p')?.remove();
    button.ariaBusy = 'true';
    try {
      const frame = await this.#ready();
      await frame.settle(byVisitor);
    } catch (error) {
      console.error('Parley: the chat could not be loaded.', error);
      await ParleyWidget.loadBeside().then(
        ({excuse}) => excuse(this),
        () => apologise(this.#corner),
      );
      this.removeAttribute('open');
    }
    button.ariaBusy = null;
  }

  #load(): Promise<ChatModule> {
    return (this.#code ??= ParleyWidget.loadChat().catch((error: unknown) => {
      this.#code = undefined;
      throw error;
    }));
  }

  async #ready(): Promise<Frame> {
    const {ParleyChat} = await this.#load();
    return (this.#frame ??= new ParleyChat().frame({
      widget: this,
      ...this.#corner,
      actions: (this.actions ??= new Map()),
    }));
  }

  /** Updates the unread count from the launcher's memory, which other pages may change at any time. */
  readonly #count = (): void => {
    showUnread(this.#corner.button, recall(this).unread ?? 0);
    this.#draw();
  };

  #draw(): void {
    if (this.#frame) return this.#frame.draw();
    const {button} = this.#corner;
    const {unread} = recall(this);
    button.ariaExpanded = 'false';
    button.ariaLabel =
      (this.labels?.open_chat ?? launcherName(this.getAttribute('language'))) + (unread ? ` (${unread > 9 ? '9+' : unread})` : '');
  }

  #tease(): void {
    if (!this.getAttribute('teaser') || this.hasAttribute('open') || recall(this).teased) return;
    ParleyWidget.loadBeside().then(
      ({tease}) => tease({widget: this, ...this.#corner}),
      (error: unknown) => console.error('Parley: the teaser could not be loaded.', error),
    );
  }
}

/** The launcher of an element: the existing one if the script tag created it, or a new one. */
function takeCorner(element: HTMLElement): Corner {
  const root = element.shadowRoot ?? element.attachShadow({mode: 'open'});
  const corner = cornerOf(element) ?? ParleyWidget.draw(root);
  corner.dock.removeAttribute('style'); // Before its class was loaded, colour scheme and brand were set here.
  adopt(root, widgetStyles);
  return corner;
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-widget': ParleyWidget;
  }
}
