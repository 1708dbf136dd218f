import {ActionEvent} from '../../components/events.ts';
import type {Talk} from '../../conversation/talk.ts';
import {action} from '../../protocol/build.ts';
import type {Agent} from '../../protocol/events.ts';
import type {ActionFunction} from '../chat-properties.ts';
import type {PositionOffer} from './position-offer.ts';

/** A call from the bot. */
export interface BotCall {
  code: string;
  args: readonly unknown[];
}

/**
 * Handles the bot's calls: by the page's listeners to `parley-action`, the functions that the page registered, and three built-in ones.
 * Nothing else is ever called, whatever name the bot sends.
 */
export class Actions {
  /** Created when a bot first asks for the position. */
  position: PositionOffer | undefined;
  readonly #builtIn: ReadonlyMap<string, (args: readonly unknown[]) => void>;

  /**
   * @param target Where the event is dispatched.
   * @param registered The page's functions by code; they take precedence over the built-in ones.
   */
  constructor(
    private readonly conversation: Talk,
    private readonly target: EventTarget,
    private readonly registered: () => ReadonlyMap<string, ActionFunction>,
  ) {
    this.#builtIn = new Map([
      ['Geo', ([mode]) => void this.#offerPosition(mode)],
      ['setAgent', ([agent]) => conversation.setAgent(agentOf(agent))],
      ['showUploadIcon', ([how]) => conversation.setUploads(fieldOf(how, 'show') === true)],
    ]);
  }

  /** Runs a call. If a function fails, this is logged and has no other effect. */
  async run({code, args}: BotCall): Promise<void> {
    const event = new ActionEvent(code, args, (value) => this.#answer(code, value));
    this.target.dispatchEvent(event);
    if (event.defaultPrevented) return;
    const registered = this.registered().get(code);
    if (!registered) return this.#builtIn.get(code)?.(args);
    try {
      const result = await registered(...args);
      if (result !== undefined) this.#answer(code, result);
    } catch (error) {
      console.error(`Parley: the action "${code}" failed.`, error);
    }
  }

  async #offerPosition(mode: unknown): Promise<void> {
    try {
      const {PositionOffer} = await import('./position-offer.ts');
      this.position ??= new PositionOffer(this.conversation);
      this.position.request(mode);
    } catch (error) {
      console.error('Parley: what asks for a position could not be loaded.', error);
    }
  }

  #answer(code: string, value: unknown): void {
    this.conversation
      .send(action(code, value))
      .catch((error: unknown) => console.error(`Parley: the result of "${code}" cannot be sent.`, error));
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** An agent without any properties means nobody in particular. */
function agentOf(value: unknown): Agent | undefined {
  const textField = (name: string) => {
    const text = fieldOf(value, name);
    return typeof text === 'string' && text ? {[name === 'nickname' ? 'nick' : name]: text} : {};
  };
  const agent: Agent = {...textField('nickname'), ...textField('avatar'), ...textField('status')};
  return Object.keys(agent).length ? agent : undefined;
}
