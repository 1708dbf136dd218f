import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {nothing, type TemplateResult} from 'lit';
import type {Labels} from '../../components/labels.ts';
import type {Transcript} from '../transcript-export/transcript.ts';
import type {ChatTalk} from './chat-talk.ts';
import type {ConversationActs} from './choices.ts';
import type {Question} from './confirmation.ts';
import {loadOverlays} from './load-overlays.ts';
import type {Leave, Overlay} from './overlay.ts';
import type {Overlays} from './overlays.ts';
import type {Reader} from './reader.ts';

export interface DeedsHost extends ReactiveControllerHost {
  renderRoot: ParentNode;
  /** A BCP 47 tag, for numbers. */
  readonly locale: string;
  focus(): void;
}

export interface DeedsOptions {
  /** The transcript to save. */
  transcript(): Transcript;
  reader: Reader;
}

/** What a visitor can do with the conversation as a whole, and the dialogs for it. */
export class Deeds implements ConversationActs, ReactiveController {
  #over: Overlay | undefined;

  constructor(
    private readonly host: DeedsHost,
    private readonly talk: ChatTalk,
    private readonly options: DeedsOptions,
  ) {
    host.addController(this);
  }

  /** Whether a dialog is open: everything behind it is inert. */
  get isAsking(): boolean {
    return this.#over !== undefined;
  }

  hostDisconnected(): void {
    this.#over = undefined;
  }

  adjust(): void {
    const leave = () => void this.#leave(undefined, () => this.#focus('.menu-button'));
    void this.#show(({ReaderSheet}) => new ReaderSheet(this.host, this.options.reader, leave));
  }

  save(): void {
    void this.#show(({Saving}, leave) => new Saving(this.host, this.options.transcript, leave));
  }

  /** Begins a new conversation below the old one; asks first if that is still going on. */
  restart(): void {
    const {phase, entries} = this.talk.state;
    const restart = () => void this.talk.conversation?.restart();
    if (phase !== 'open' || !entries.some(({from}) => from === 'visitor')) restart();
    else this.#ask('restart', restart);
  }

  /** Ends the conversation, once the visitor has confirmed it. */
  end(): void {
    this.#ask('end', () => void this.talk.conversation?.end());
  }

  render(labels: Labels): TemplateResult | typeof nothing {
    return this.#over?.render(labels) ?? nothing;
  }

  #ask(question: Question, act: () => void): void {
    void this.#show(({Confirmation}, leave) => new Confirmation(question, act, leave));
  }

  async #show(make: (overlays: Overlays, leave: Leave) => Overlay): Promise<void> {
    const overlays = await loadOverlays(this.host.renderRoot);
    if (!overlays) return;
    this.#over = make(overlays, (act) => void this.#leave(act, () => this.host.focus()));
    await this.#drawn();
    this.#focus('.confirm .first');
  }

  async #leave(act: (() => void) | undefined, focus: () => void): Promise<void> {
    this.#over = undefined;
    await this.#drawn();
    act?.();
    await this.#drawn();
    focus();
  }

  #drawn(): Promise<boolean> {
    this.host.requestUpdate();
    return this.host.updateComplete;
  }

  #focus(selector: string): void {
    this.host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
