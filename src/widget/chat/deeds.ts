import type {ReactiveControllerHost} from 'lit';
import type {nothing, TemplateResult} from 'lit';
import type {Labels} from '../../components/labels.ts';
import type {Transcript} from '../transcript-export/transcript.ts';
import type {ChatTalk} from './chat-talk.ts';
import type {ConversationActs} from './choices.ts';
import {Confirmation} from './confirmation.ts';
import {Saving} from './saving.ts';

export interface DeedsHost extends ReactiveControllerHost {
  renderRoot: ParentNode;
  focus(): void;
}

/** What a visitor can do with the conversation as a whole, and what is asked before. */
export class Deeds implements ConversationActs {
  readonly #confirmation: Confirmation;
  readonly #saving: Saving;

  /** @param transcript What is saved. */
  constructor(
    private readonly host: DeedsHost,
    private readonly talk: ChatTalk,
    transcript: () => Transcript,
  ) {
    this.#confirmation = new Confirmation(host);
    this.#saving = new Saving(host, transcript);
  }

  /** Whether something is asked: what lies behind it is out of reach. */
  get isAsking(): boolean {
    return this.#confirmation.isAsking || this.#saving.isOpen;
  }

  save(): void {
    void this.#saving.offer();
  }

  /** Begins a new conversation below what was said; asks first where one goes on. */
  restart(): void {
    const {phase, entries} = this.talk.state;
    const restart = () => {
      void this.talk.conversation?.restart();
      void this.host.updateComplete.then(() => this.host.focus());
    };
    if (phase !== 'open' || !entries.some(({from}) => from === 'visitor')) restart();
    else void this.#confirmation.ask('restart', restart);
  }

  /** Ends the conversation, once the visitor has confirmed it. */
  end(): void {
    void this.#confirmation.ask('end', () => void this.talk.conversation?.end());
  }

  render(labels: Labels): TemplateResult | typeof nothing {
    return this.#saving.isOpen ? this.#saving.render(labels) : this.#confirmation.render(labels);
  }
}
