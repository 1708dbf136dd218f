import {createRequire} from 'node:module';

import {Ajv} from 'ajv';
import {expect} from 'vitest';
import type {BotRequest, BotResponse, Environment, Scalar} from '../../src/protocol/exchange.ts';
import type {BotMessage, Button, TextMessage, VisitorMessage} from '../../src/protocol/message.ts';
import {readResponse} from '../../src/protocol/read.ts';
import {writeRequest} from '../../src/protocol/write.ts';

const require = createRequire(import.meta.url);
const schemaNames = [
  ...['bot_request', 'bot_response', 'bot_message', 'common', 'text_message', 'postback_message', 'attachment_message'],
  ...['multi_attachment_message', 'action_message', 'is_writing_message', 'location_message'],
];
const ajv = new Ajv({strict: false});
for (const name of schemaNames) ajv.addSchema(require(`@vivocha/public-types/schemas/${name}.json`) as object, name);

/** Validates a request or response against the official schema of that name. */
export const isValid = (name: 'bot_request' | 'bot_response', value: unknown): boolean => ajv.validate(name, value);

/** Message types that the official TypeScript types have but the official schemas lack. */
const typesWithoutSchema = new Set(['link', 'timepicker', 'unknown']);

export interface VisitorOptions {
  data?: Record<string, Scalar>;
  language?: string;
  /** What a platform between page and bot reports about itself. */
  environment?: Environment;
}

/** A visitor who talks to the bot over HTTP as the widget does: strict writer, tolerant reader, and the bot's context carried along. */
export class Visitor {
  context: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly url: string,
    readonly options: VisitorOptions = {},
  ) {}

  start(): Promise<BotResponse> {
    return this.ask({event: 'start'});
  }

  say(body: string, payload?: string): Promise<BotResponse> {
    return this.send({code: 'message', type: 'text', body, ...(payload !== undefined && {payload})});
  }

  send(message: VisitorMessage): Promise<BotResponse> {
    return this.ask({event: 'continue', message});
  }

  /** Fails unless the answer conforms to the official schema and is read without problems. */
  private async ask(turn: BotRequest): Promise<BotResponse> {
    const asked = {...this.options, ...turn, settings: {engine: {type: 'custom'}}, ...(this.context && {context: this.context})};
    const response = await post(this.url, writeRequest(asked));
    expect(response.status).toBe(200);
    const raw: unknown = await response.json();
    const answer = readResponse(raw);
    expect(answer.problems).toBeUndefined();
    if (!answer.messages.some(({type}) => typesWithoutSchema.has(type)))
      expect(isValid('bot_response', raw), JSON.stringify(ajv.errors)).toBe(true);
    this.context = answer.context;
    return answer;
  }
}

/** Posts a request as it is, valid or not. */
export function post(url: string, body: string, headers: Record<string, string> = {'content-type': 'application/json'}): Promise<Response> {
  return fetch(`${url}/bot/message`, {method: 'POST', body, headers});
}

/** All texts of an answer, including those of cards and buttons. */
export function textOf({messages}: Pick<BotResponse, 'messages'>): string {
  return messages.map((message) => JSON.stringify(message)).join('\n');
}

export function typesOf({messages}: BotResponse): string[] {
  return messages.map(({type}) => type);
}

export function titlesOf(message: BotMessage | undefined): (string | undefined)[] {
  return message?.type === 'text' ? (message.template?.elements ?? []).map(({title}) => title) : [];
}

/** Every message that the quick replies and buttons of an answer would send. */
export function repliesOf({messages}: BotResponse): VisitorMessage[] {
  return messages
    .filter((message): message is TextMessage => message.type === 'text')
    .flatMap(({quick_replies = [], template}) => [
      ...quick_replies.flatMap(({content_type, title = '', payload}): VisitorMessage[] =>
        content_type === 'text'
          ? [{code: 'message', type: 'text', body: title, ...(payload !== undefined && {payload: String(payload)})}]
          : [],
      ),
      ...[...(template?.buttons ?? []), ...(template?.elements ?? []).flatMap(({buttons = []}) => buttons)].flatMap(postbackOf),
    ]);
}

function postbackOf({type, title, ...rest}: Button): VisitorMessage[] {
  return type === 'postback'
    ? [{code: 'message', type: 'postback', body: title, payload: String('payload' in rest ? rest.payload : '')}]
    : [];
}
