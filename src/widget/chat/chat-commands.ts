import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {nothing, type TemplateResult} from 'lit';
import type {Labels} from '../../components/labels.ts';
import type {Transcript} from '../transcript-export/transcript.ts';
import type {ChatSession} from './chat-session.ts';
import type {MenuCommands} from './menu-items.ts';
import type {Question} from './confirmation.ts';
import {loadOverlays} from './load-overlays.ts';
import type {CloseOverlay, Overlay} from './overlay.ts';
import type {Overlays} from './overlays.ts';
import type {DisplayController} from './display-controller.ts';

export interface ChatCommandsHost extends ReactiveControllerHost {
  renderRoot: ParentNode;
  /** A BCP 47 tag, for numbers. */
  readonly locale: string;
  focus(): void;
}

export interface ChatCommandsOptions {
  /** The transcript to save. */
  transcript(): Transcript;
  display: DisplayController;
}

/** What a visitor can do with the conversation as a whole, and the dialogs for it. */
export class ChatCommands implements MenuCommands, ReactiveController {
  #dialog: Overlay | undefined;

  constructor(
    private readonly host: ChatCommandsHost,
    private readonly session: ChatSession,
    private readonly options: ChatCommandsOptions,
  ) {
    host.addController(this);
  }

  /** Whether a dialog is open: everything behind it is inert. */
  get isDialogOpen(): boolean {
    return this.#dialog !== undefined;
  }

  hostDisconnected(): void {
    this.#dialog = undefined;
  }

  openSettings(): void {
    const close = () => void this.#close(undefined, () => this.#focus('.menu-button'));
    void this.#show(({SettingsSheet}) => new SettingsSheet(this.host, this.options.display, close));
  }

  save(): void {
    void this.#show(({SaveSheet}, leave) => new SaveSheet(this.host, this.options.transcript, leave));
  }

  /** Begins a new conversation below the old one; asks first if that is still going on. */
  restart(): void {
    const {phase, entries} = this.session.state;
    const restart = () => void this.session.conversation?.restart();
    if (phase !== 'open' || !entries.some(({from}) => from === 'visitor')) restart();
    else this.#ask('restart', restart);
  }

  /** Ends the conversation, once the visitor has confirmed it. */
  end(): void {
    this.#ask('end', () => void this.session.conversation?.end());
  }

  render(labels: Labels): TemplateResult | typeof nothing {
    return this.#dialog?.render(labels) ?? nothing;
  }

  #ask(question: Question, act: () => void): void {
    void this.#show(({Confirmation}, leave) => new Confirmation(question, act, leave));
  }

  async #show(create: (overlays: Overlays, leave: CloseOverlay) => Overlay): Promise<void> {
    const overlays = await loadOverlays(this.host.renderRoot);
    if (!overlays) return;
    this.#dialog = create(overlays, (act) => void this.#close(act, () => this.host.focus()));
    await this.#updated();
    this.#focus('.confirm .first');
  }

  async #close(act: (() => void) | undefined, focus: () => void): Promise<void> {
    this.#dialog = undefined;
    await this.#updated();
    act?.();
    await this.#updated();
    focus();
  }

  #updated(): Promise<boolean> {
    this.host.requestUpdate();
    return this.host.updateComplete;
  }

  #focus(selector: string): void {
    this.host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
