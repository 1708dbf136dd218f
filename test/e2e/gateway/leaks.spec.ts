import type {ServerResponse} from 'node:http';
import type {BotRequest} from '../../../src/protocol/exchange.ts';
import {type Answer, textOf} from '../bare-site.ts';
import {expect, open, say, test} from './gateway-test.ts';
import {wholePage} from './whole-page.ts';

test.skip(({isMobile}) => isMobile, 'the gateway’s output is the same for every browser');

const secretKeys = ['context', 'tempContext', 'raw', 'settings', 'environment', 'token', 'hmac', 'authorization'];
const secrets = (): Record<string, unknown> =>
  Object.fromEntries(secretKeys.map((kind) => [kind, {password: `leaked-${kind}`, [`leaked-${kind}`]: true}]));

/** The answer of a careless bot, with its context, settings and token in every place. */
function leakyAnswer(request: BotRequest): object {
  const element = {title: 'A lamp', subtitle: 'Bright', ...secrets(), buttons: [{type: 'postback', title: 'Take it', payload: 'TAKE'}]};
  const said = request.event === 'start' ? 'Hello' : `Heard ${textOf(request)}`;
  return {
    event: 'continue',
    ...secrets(),
    info: {stack: 'leaked-info'},
    data: {note: 'leaked-data'},
    messages: [
      {code: 'message', type: 'text', body: `${said} with ${request.environment?.token}`, ...secrets()},
      {code: 'message', type: 'text', body: 'Choose', template: {type: 'generic', elements: [element], ...secrets()}},
      {code: 'message', type: 'text', body: 'Sure?', quick_replies: [{content_type: 'text', title: 'Yes', payload: 'YES', ...secrets()}]},
      {code: 'message', type: 'action', action_code: 'unheard-of', args: {}, ...secrets()},
    ],
  };
}

test('sends no internal data of a bot to the page, neither in answers or late messages nor in snapshots', async ({page, place}) => {
  const tokens: string[] = [];
  const answer: Answer = (request, response: ServerResponse) => {
    tokens.push(String(request.environment?.token));
    response
      .writeHead(200, {'content-type': 'application/json', 'x-leaked-header': 'leaked-header'})
      .end(JSON.stringify(leakyAnswer(request)));
  };
  const shop = await place(answer, {bot: {allowInsecureToken: true, auth: {type: 'bearer', secret: 'leaked-secret-of-the-bot'}}});
  const {gateway, network, site} = shop;
  let authorization = '';
  network.fault = (_, {headers}) => void (authorization = headers.authorization ?? authorization);
  const log = await open(page, shop);
  await say(page, 'hi');
  await expect(log).toContainText('Heard hi');

  const {contactId, token} = site.heard[0]!.environment!;
  const late = await fetch(`${gateway.url}/a/parley/api/v3/contacts/${contactId}/bot-response`, {
    method: 'POST',
    headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
    body: JSON.stringify(leakyAnswer({...site.heard[1]!, message: {code: 'message', type: 'text', body: 'late'}})),
  });
  expect(late.ok).toBe(true);
  await expect(log).toContainText('Heard late');
  await open(page, shop);

  const snapshot = await fetch(`${gateway.url}/v1/conversations/${contactId}`, {headers: {authorization, origin: site.url}});
  const kept = await snapshot.text();
  expect(kept).toContain('Heard late');
  expect(tokens.every((one) => one.startsWith('eyJ'))).toBe(true);
  for (const text of [network.told(), await wholePage(page), kept]) {
    expect(text).toContain('Heard hi');
    expect(text.match(/.{0,60}leaked.{0,30}/g)).toBeNull();
    for (const one of tokens) expect(text).not.toContain(one);
  }
  expect(gateway.log.join('\n')).not.toMatch(/leaked|eyJ|Heard/);
});
