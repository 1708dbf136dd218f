import type {ReactiveControllerHost} from 'lit';
import {nothing, type TemplateResult} from 'lit';
import type {Labels} from '../../components/labels.ts';
import type {Transcript} from '../transcript-export/transcript.ts';
import type {ChatTalk} from './chat-talk.ts';
import type {ConversationActs} from './choices.ts';
import type {Confirmation, Question} from './confirmation.ts';
import {loadOverlays} from './load-overlays.ts';
import type {Saving} from './saving.ts';

export interface DeedsHost extends ReactiveControllerHost {
  renderRoot: ParentNode;
  focus(): void;
}

/** What a visitor can do with the conversation as a whole, and what is asked before. */
export class Deeds implements ConversationActs {
  #confirmation: Confirmation | undefined;
  #saving: Saving | undefined;

  /** @param transcript What is saved. */
  constructor(
    private readonly host: DeedsHost,
    private readonly talk: ChatTalk,
    private readonly transcript: () => Transcript,
  ) {}

  /** Whether something is asked: what lies behind it is out of reach. */
  get isAsking(): boolean {
    return this.#confirmation?.isAsking === true || this.#saving?.isOpen === true;
  }

  save(): void {
    void this.#offer();
  }

  /** Begins a new conversation below what was said; asks first where one goes on. */
  restart(): void {
    const {phase, entries} = this.talk.state;
    const restart = () => {
      void this.talk.conversation?.restart();
      void this.host.updateComplete.then(() => this.host.focus());
    };
    if (phase !== 'open' || !entries.some(({from}) => from === 'visitor')) restart();
    else void this.#ask('restart', restart);
  }

  /** Ends the conversation, once the visitor has confirmed it. */
  end(): void {
    void this.#ask('end', () => void this.talk.conversation?.end());
  }

  render(labels: Labels): TemplateResult | typeof nothing {
    return this.#saving?.isOpen ? this.#saving.render(labels) : (this.#confirmation?.render(labels) ?? nothing);
  }

  async #offer(): Promise<void> {
    const overlays = await loadOverlays(this.host.renderRoot);
    if (overlays) this.#saving ??= new overlays.Saving(this.host, this.transcript);
    await this.#saving?.offer();
  }

  async #ask(question: Question, act: () => void): Promise<void> {
    const overlays = await loadOverlays(this.host.renderRoot);
    if (overlays) this.#confirmation ??= new overlays.Confirmation(this.host);
    await this.#confirmation?.ask(question, act);
  }
}
