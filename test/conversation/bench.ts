import {Conversation} from '../../src/conversation/conversation.ts';
import type {ConversationOptions} from '../../src/conversation/options.ts';
import type {ConversationState} from '../../src/conversation/state.ts';
import type {ConversationEvent} from '../../src/conversation/transition.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import type {BotRequest, BotResponse} from '../../src/protocol/exchange.ts';
import type {TextMessage} from '../../src/protocol/message.ts';
import type {ExchangeOptions, Transport} from '../../src/protocol/transport.ts';

export const text = (body: string): TextMessage => ({code: 'message', type: 'text', body});

export const answer = (...bodies: string[]): BotResponse => ({event: 'continue', messages: bodies.map(text)});

/** One request that waits for the test to answer it. */
export interface Turn {
  request: BotRequest;
  id: string | undefined;
  signal: AbortSignal | undefined;
  answer(response: BotResponse): void;
  fail(error: unknown): void;
}

/** A way to a bot that answers when the test says so, and remembers how many were asked at once. */
export class ManualTransport implements Transport {
  readonly turns: Turn[] = [];
  readonly open = new Set<Turn>();
  mostAtOnce = 0;

  send(request: BotRequest, {id, signal}: ExchangeOptions = {}): Promise<BotResponse> {
    return new Promise((resolve, reject) => {
      const turn: Turn = {
        request,
        id,
        signal,
        answer: (response) => (this.open.delete(turn), resolve(response)),
        fail: (error) => (this.open.delete(turn), reject(error)),
      };
      signal?.addEventListener('abort', () => turn.fail(signal.reason));
      this.turns.push(turn);
      this.open.add(turn);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.open.size);
    });
  }

  get last(): Turn {
    return this.turns.at(-1)!;
  }
}

/** Lets everything that waits for nothing but its turn come to rest. */
export const rest = async (): Promise<void> => {
  for (let round = 0; round < 40; round++) await Promise.resolve();
};

/** A conversation with a clock that stands still and ids that count up, with a prefix of its own for each visit. */
export function converse(options: Omit<ConversationOptions, 'now' | 'newId'>, prefix = 'id') {
  let ids = 0;
  const clock = {now: 1_000};
  const conversation = new Conversation({...options, now: () => clock.now, newId: () => `${prefix}${++ids}`});
  const events: ConversationEvent[] = [];
  const states: ConversationState[] = [];
  conversation.subscribe((state, event) => {
    events.push(event);
    states.push(state);
  });
  return {conversation, clock, events, states};
}

/** The conversation in short: `visitor sent: hi`, `bot: Hello`, `— ended`. */
export function lines({entries}: {entries: readonly Entry[]}): string[] {
  return entries.map((entry) => {
    if (entry.from === 'system') return `— ${entry.notice}`;
    const words = 'body' in entry.message ? entry.message.body : entry.message.type;
    return entry.from === 'visitor' ? `visitor ${entry.delivery}: ${words}` : `${entry.from}: ${words}`;
  });
}
