import {z} from 'zod';
import {defaultLimits} from '../../protocol/limits.ts';
import {additionSchema, beginningSchema} from '../beginning.ts';
import {deskAction} from '../routes/desk-action.ts';
import {snapshotLimit} from '../store/read-events.ts';

export type Schema = Readonly<Record<string, unknown>>;

const text = {type: 'string'};
const boolean = {type: 'boolean'};
const integer = {type: 'integer', minimum: 0};
const number = {type: 'number'};
const dateTime = {type: 'string', format: 'date-time'};
const uri = {type: 'string', format: 'uri-reference'};
const eventNumber = {
  type: 'string',
  pattern: '^[0-9]+$',
  description: 'Place in the conversation: the next is one more, but where the store was put back. 0 is before the first.',
};

/** A reference to one of the schemas below. */
export function ref(name: keyof typeof schemas): Schema {
  return {$ref: `#/components/schemas/${name}`};
}

function list(items: Schema): Schema {
  return {type: 'array', items};
}

function object(required: string, properties: Record<string, Schema>): Schema {
  return {type: 'object', required: required.split(' ').filter(Boolean), properties};
}

/** A schema without what only a whole document may contain. */
function schemaOf(schema: z.ZodType): Schema {
  const {$schema: _, ...rest} = z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'});
  return rest;
}

const constant = (type: string): Schema => ({const: type});
const message = (type: string, required: string, properties: Record<string, Schema>): Schema =>
  object(`type ${required}`, {code: {const: 'message'}, type: constant(type), ...properties});
const event = (type: string, required: string, properties: Record<string, Schema>): Schema =>
  object(`type ${required}`, {id: eventNumber, ts: dateTime, type: constant(type), ...properties});
const localRef = (name: string): Schema => ({$ref: `#/components/schemas/${name}`});

const conversation = {
  limits: object('maxBodyBytes maxFileBytes mimetypes', {maxBodyBytes: integer, maxFileBytes: integer, mimetypes: list(text)}),
  features: object('attachments people', {attachments: boolean, people: boolean}),
};
const meta = {
  mimetype: text,
  originalName: text,
  originalId: text,
  originalUrl: uri,
  originalUrlHash: text,
  key: text,
  desc: text,
  size: integer,
  ref: text,
};

export const schemas = {
  Problem: {
    ...object('code title status', {type: text, code: text, title: text, status: integer, detail: text}),
    description: 'RFC 9457; `code` is stable.',
  },
  Beginning: schemaOf(beginningSchema),
  Addition: schemaOf(additionSchema),
  State: {enum: ['starting', 'bot', 'transferring', 'queued', 'agent', 'ended']},
  Token: object('token expiresIn', {token: text, expiresIn: {...integer, description: 'Seconds.'}}),
  Begun: object('id state token expiresIn limits features', {
    id: text,
    state: localRef('State'),
    token: text,
    expiresIn: integer,
    ...conversation,
  }),
  Agent: object('', {id: text, nick: text, avatar: uri, status: text, is_bot: boolean}),
  Queue: object('position', {position: {...integer, description: '1 is next.'}, estimateMs: number}),
  Snapshot: object('id state items lastEventId limits features', {
    id: text,
    state: localRef('State'),
    agent: localRef('Agent'),
    queue: localRef('Queue'),
    items: {
      ...list(localRef('Event')),
      description: `The last events, first to last: all, or else ${snapshotLimit.events} or ${snapshotLimit.bytes / 1e6} MB of them.`,
    },
    lastEventId: eventNumber,
    ...conversation,
  }),
  Poll: object('events lastEventId state', {events: list(localRef('Event')), lastEventId: eventNumber, state: localRef('State')}),
  Accepted: object('id ts', {id: eventNumber, ts: dateTime}),
  Attachment: object('url meta', {url: uri, meta: object('mimetype', meta)}),
  VisitorMessage: {
    oneOf: [
      message('text', 'body', {body: text, payload: text}),
      message('postback', 'body', {body: text, payload: text}),
      message('location', 'longitude latitude', {longitude: number, latitude: number, payload: text}),
      message('attachment', 'url', {url: uri, meta: object('', meta)}),
      message('multi-attachment', 'attachments', {attachments: {...list(localRef('Attachment')), maxItems: defaultLimits.attachments}}),
      message('action', 'action_code', {action_code: text, args: list({})}),
      message('iswriting', '', {}),
      message('read', 'ref', {ref: text}),
      message('ack', 'ref', {ref: text}),
    ],
  },
  BotMessage: {
    ...object('code type', {code: {const: 'message'}, type: text, id: text}),
    description: 'A message of the Bot SDK, as its own schemas describe it.',
  },
  BotResponse: object('', {
    event: {enum: ['continue', 'end']},
    messages: list({type: 'object'}),
    language: text,
    data: {type: 'object'},
    context: {type: 'object'},
  }),
  Event: {
    oneOf: [
      event('message', 'message', {
        message: localRef('BotMessage'),
        from: object('kind', {kind: {enum: ['bot', 'agent', 'user', 'system']}}),
        ref: text,
      }),
      event('ack', 'ref', {ref: text}),
      event('read', 'ref', {ref: text, by: text}),
      event('iswriting', 'on', {on: boolean, ttl: number, from: {type: 'object'}}),
      event('joined', 'agent', {agent: localRef('Agent'), reason: text}),
      event('left', 'agent', {agent: localRef('Agent'), reason: text}),
      event('queue', 'position', {position: integer, estimateMs: number}),
      event('transfer', 'status', {status: {enum: ['requested', 'accepted', 'failed']}, to: object('', {tags: list(text), agent: text})}),
      event('end', '', {reason: text}),
      event('problem', 'code', {code: text, title: text, retryable: boolean, ref: text}),
      event('ready', 'state resumed lastEventId', {state: localRef('State'), resumed: boolean, lastEventId: eventNumber}),
      event('reset', 'id snapshot', {snapshot: localRef('Snapshot')}),
    ],
  },
  DeskAction: schemaOf(deskAction),
} satisfies Record<string, Schema>;
