import {type RouteDescription, operation} from './operation.ts';
import {ref, type Schema, schemas} from './schemas.ts';

const key = (required: boolean): Schema => ({
  name: 'Idempotency-Key',
  in: 'header',
  required,
  schema: {type: 'string', maxLength: 128},
  description: 'Names the request: the same key is the same request, however often it is sent.',
});
const inQuery = (name: string, description: string, required = false): Schema => ({
  name,
  in: 'query',
  required,
  schema: {type: 'string'},
  description,
});
const cursor = 'Number of the last event the client has.';
const knownCursor = 'Number of the last event the client knows of: a message whose failure is told behind it is not asked again.';
const textContent = {schema: {type: 'string'}};
const binaryContent = {schema: {type: 'string', format: 'binary'}};

const conversation = '/v1/conversations/{id}';
const contact = '/a/{acct}/api/v3/contacts/{contact}';

/** Every route: `METHOD path` and what it does. */
const routes: Readonly<Record<string, RouteDescription>> = {
  'POST /v1/conversations': {
    summary: 'Begins a conversation of a widget; the bot has the first word, which comes as an event.',
    parameters: [key(false)],
    body: 'Beginning',
    response: [201, 'Begun'],
    errors: [400, 401, 403, 404, 413, 415, 429],
  },
  [`GET ${conversation}`]: {
    summary: 'How a conversation stands, and the last that happened in it.',
    bearer: 'visitor',
    response: [200, 'Snapshot'],
  },
  [`PATCH ${conversation}`]: {
    summary: 'Adds to what is known of the visitor; the bot hears of it with the next message.',
    bearer: 'visitor',
    body: 'Addition',
    response: [204],
    errors: [400, 409, 413, 415],
  },
  [`GET ${conversation}/events`]: {
    summary: 'What happens, as a stream; with `Accept: application/json` what has happened behind the cursor.',
    bearer: 'visitor',
    parameters: [
      {name: 'Last-Event-ID', in: 'header', required: false, schema: {type: 'string'}, description: cursor},
      inQuery('lastEventId', cursor),
      inQuery('after', cursor),
    ],
    response: [
      200,
      {'text/event-stream': {...textContent, description: 'Each `data` is one Event.'}, 'application/json': {schema: ref('Poll')}},
    ],
    also: {204: 'The conversation is over and there is nothing more.'},
  },
  [`POST ${conversation}/messages`]: {
    summary: 'Says something. Signs of writing and reading need no key and are answered with 204.',
    bearer: 'visitor',
    parameters: [key(false), {name: 'Last-Event-ID', in: 'header', required: false, schema: {type: 'string'}, description: knownCursor}],
    body: 'VisitorMessage',
    response: [202, 'Accepted'],
    also: {204: 'A sign was passed on.'},
    errors: [400, 409, 413, 415, 422],
  },
  [`POST ${conversation}/attachments`]: {
    summary: 'Keeps a file, which a message may then name.',
    bearer: 'visitor',
    parameters: [key(false)],
    body: 'file',
    response: [201, 'Attachment'],
    errors: [400, 409, 413, 415, 422],
  },
  [`POST ${conversation}/token`]: {
    summary: 'Renews a token, also one that is over, until a day after the last event.',
    bearer: 'visitor',
    response: [200, 'Token'],
  },
  [`POST ${conversation}/end`]: {summary: 'Ends the conversation.', bearer: 'visitor', response: [204]},
  'GET /v1/attachments/{id}/{name}': {
    summary: 'A file, by its signed address.',
    parameters: [inQuery('e', 'Until when the address works, in seconds since 1970.', true), inQuery('s', 'Signature.', true)],
    response: [200, {'*/*': binaryContent}],
    also: {206: 'A part of it.', 304: 'It is as it was.', 416: 'There is no such part.'},
    errors: [404],
  },
  [`POST ${contact}/bot-response`]: {
    summary: 'A bot says something later.',
    bearer: 'bot',
    body: 'BotResponse',
    response: [200, {'application/json': {schema: {type: 'object'}}}],
    errors: [400, 409, 413],
  },
  [`POST ${contact}/bot-attach`]: {
    summary: 'A bot keeps a file, which its messages may then name.',
    bearer: 'bot',
    parameters: [inQuery('desc', 'Description.'), inQuery('ref', 'Names the file, so that it is not shown twice.')],
    body: 'file',
    response: [201, 'Attachment'],
    errors: [400, 409, 413, 415],
  },
  'POST /v1/desk/conversations/{id}': {
    summary: 'What a person at a desk does.',
    bearer: 'desk',
    body: 'DeskAction',
    response: [204],
    errors: [400, 409, 413, 415, 422],
  },
  'GET /healthz': {summary: 'Whether the process lives.', response: [200, {'application/json': {schema: {type: 'object'}}}]},
  'GET /readyz': {summary: 'Whether it can serve.', response: [200, {'application/json': {schema: {type: 'object'}}}]},
  'GET /metrics': {summary: 'Counts, in the text format of Prometheus.', response: [200, {'text/plain': textContent}]},
  'GET /openapi.json': {summary: 'This document.', response: [200, {'application/json': {schema: {type: 'object'}}}]},
};

/** The gateway's description for other tools: OpenAPI 3.1. */
export function openapiDocument(publicUrl: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const [route, described] of Object.entries(routes)) {
    const [method = '', path = ''] = route.split(' ');
    paths[path] = {...paths[path], [method.toLowerCase()]: operation(path, described)};
  }
  const bearer = (description: string): Schema => ({type: 'http', scheme: 'bearer', description});
  return {
    openapi: '3.1.0',
    info: {title: 'Parley gateway', version: '1', description: 'Between the chat on a page and the bot behind it.'},
    servers: [{url: publicUrl}],
    paths,
    components: {
      schemas,
      securitySchemes: {
        visitor: bearer('The token of a conversation.'),
        bot: bearer('`environment.token` of the request to the bot.'),
        desk: bearer('The secret of the desk.'),
      },
    },
  };
}
