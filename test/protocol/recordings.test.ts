import {deepStrictEqual} from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {readResponse} from '../../src/protocol/read.ts';
import {writeRequest} from '../../src/protocol/write.ts';
import {schemaErrors} from './schemas.ts';

const folder = join(import.meta.dirname, '../fixtures/bot-sdk');

interface Recording {
  request: {method: string; body?: BotRequest};
  response: {status: number; body?: unknown; text?: string};
}

interface Example {
  name: string;
  response?: {event: string; messages: Record<string, unknown>[]; data?: object; context?: object};
  request?: BotRequest;
}

const json = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const named = (path: string) => readdirSync(join(folder, path)).filter((name) => name.endsWith('.json') && name !== 'readme.json');
const answers = named('.').map((name) => [name, json(name) as Recording] as const);
const errors = named('errors').map((name) => [name, json(`errors/${name}`) as Recording] as const);
const examples = json('readme.json') as Example[];

/** Removes the only invalid thing in these answers: an empty `originalUrl`. */
function withoutEmptyUrls(messages: Record<string, unknown>[]): Record<string, unknown>[] {
  return messages.map((message) => {
    const {originalUrl, ...meta} = (message['meta'] ?? {}) as Record<string, unknown>;
    return originalUrl === '' ? {...message, meta} : message;
  });
}

test('all recordings and examples are present', () => {
  expect([answers.length, errors.length, examples.length]).toEqual([14, 8, 15]);
});

describe('a recorded answer of the SDK', () => {
  test.each(answers)('%s is read unchanged, without problems', (_, {response}) => {
    const body = response.body as {event: string; messages: Record<string, unknown>[]};
    deepStrictEqual(readResponse(body), {...body, messages: withoutEmptyUrls(body.messages)});
  });

  test.each(answers)('%s answers a request that the writer reproduces exactly', (_, {request}) => {
    deepStrictEqual(JSON.parse(writeRequest(request.body!)), request.body);
  });
});

describe('a recorded error of the SDK', () => {
  test.each(errors)('%s is read as an invalid or empty response', (_, {response}) => {
    const {messages, problems} = readResponse(response.text ?? response.body);
    expect(messages).toEqual([]);
    // An answer with only an event, as of the slow bot, is valid.
    const isAnswer = response.status === 200 && Boolean(response.body);
    expect(problems?.map(({code}) => code)).toEqual(isAnswer ? undefined : ['bot_invalid_response']);
  });

  test('a number as payload, which the SDK rejects, is corrected by the writer', () => {
    const [, recording] = errors.find(([name]) => name === 'message-payload-number.json')!;
    expect(recording.response.status).toBe(400);
    const written: unknown = JSON.parse(writeRequest(recording.request.body!));
    expect(schemaErrors('bot_request', written)).toEqual([]);
    expect(written).toMatchObject({message: {body: 'hi', payload: '5'}});
  });
});

describe('an example from the documentation of the SDK', () => {
  test.each(examples.filter(({response}) => response).map((each) => [each.name, each.response!] as const))(
    '%s is read unchanged',
    (_, response) => {
      const read = readResponse(response);
      expect(read.problems).toBeUndefined();
      deepStrictEqual(read.messages, withoutEmptyUrls(response.messages));
      deepStrictEqual([read.event, read.data, read.context], [response.event, response.data, response.context]);
      expect(read).not.toHaveProperty('raw');
      expect(read).not.toHaveProperty('settings');
    },
  );

  test.each(examples.filter(({request}) => request).map((each) => [each.name, each.request!] as const))(
    '%s is written unchanged',
    (_, request) => {
      deepStrictEqual(JSON.parse(writeRequest(request)), request);
    },
  );
});
