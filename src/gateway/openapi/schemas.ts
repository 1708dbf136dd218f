import {z} from 'zod';
import {defaultLimits} from '../../protocol/limits.ts';
import {additionSchema, beginningSchema} from '../beginning.ts';
import {deskAction} from '../routes/desk-action.ts';
import {most} from '../store/at-once.ts';

export type Schema = Readonly<Record<string, unknown>>;

const text = {type: 'string'};
const truth = {type: 'boolean'};
const count = {type: 'integer', minimum: 0};
const number = {type: 'number'};
const time = {type: 'string', format: 'date-time'};
const address = {type: 'string', format: 'uri-reference'};
const place = {
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
function of(schema: z.ZodType): Schema {
  const {$schema: _, ...rest} = z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'});
  return rest;
}

const kind = (type: string): Schema => ({const: type});
const message = (type: string, required: string, properties: Record<string, Schema>): Schema =>
  object(`type ${required}`, {code: {const: 'message'}, type: kind(type), ...properties});
const event = (type: string, required: string, properties: Record<string, Schema>): Schema =>
  object(`type ${required}`, {id: place, ts: time, type: kind(type), ...properties});
const local = (name: string): Schema => ({$ref: `#/components/schemas/${name}`});

const conversation = {
  limits: object('maxBodyBytes maxFileBytes mimetypes', {maxBodyBytes: count, maxFileBytes: count, mimetypes: list(text)}),
  features: object('attachments people', {attachments: truth, people: truth}),
};
const meta = {
  mimetype: text,
  originalName: text,
  originalId: text,
  originalUrl: address,
  originalUrlHash: text,
  key: text,
  desc: text,
  size: count,
  ref: text,
};

export const schemas = {
  Problem: {
    ...object('code title status', {type: text, code: text, title: text, status: count, detail: text}),
    description: 'RFC 9457; `code` is stable.',
  },
  Beginning: of(beginningSchema),
  Addition: of(additionSchema),
  State: {enum: ['starting', 'bot', 'transferring', 'queued', 'agent', 'ended']},
  Token: object('token expiresIn', {token: text, expiresIn: {...count, description: 'Seconds.'}}),
  Begun: object('id state token expiresIn limits features', {
    id: text,
    state: local('State'),
    token: text,
    expiresIn: count,
    ...conversation,
  }),
  Agent: object('', {id: text, nick: text, avatar: address, status: text, is_bot: truth}),
  Queue: object('position', {position: {...count, description: '1 is next.'}, estimateMs: number}),
  Snapshot: object('id state items lastEventId limits features', {
    id: text,
    state: local('State'),
    agent: local('Agent'),
    queue: local('Queue'),
    items: {
      ...list(local('Event')),
      description: `The last events, first to last: all, or else ${most.events} or ${most.bytes / 1e6} MB of them.`,
    },
    lastEventId: place,
    ...conversation,
  }),
  Poll: object('events lastEventId state', {events: list(local('Event')), lastEventId: place, state: local('State')}),
  Accepted: object('id ts', {id: place, ts: time}),
  Attachment: object('url meta', {url: address, meta: object('mimetype', meta)}),
  VisitorMessage: {
    oneOf: [
      message('text', 'body', {body: text, payload: text}),
      message('postback', 'body', {body: text, payload: text}),
      message('location', 'longitude latitude', {longitude: number, latitude: number, payload: text}),
      message('attachment', 'url', {url: address, meta: object('', meta)}),
      message('multi-attachment', 'attachments', {attachments: {...list(local('Attachment')), maxItems: defaultLimits.attachments}}),
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
        message: local('BotMessage'),
        from: object('kind', {kind: {enum: ['bot', 'agent', 'user', 'system']}}),
        ref: text,
      }),
      event('ack', 'ref', {ref: text}),
      event('read', 'ref', {ref: text, by: text}),
      event('iswriting', 'on', {on: truth, ttl: number, from: {type: 'object'}}),
      event('joined', 'agent', {agent: local('Agent'), reason: text}),
      event('left', 'agent', {agent: local('Agent'), reason: text}),
      event('queue', 'position', {position: count, estimateMs: number}),
      event('transfer', 'status', {status: {enum: ['requested', 'accepted', 'failed']}, to: object('', {tags: list(text), agent: text})}),
      event('end', '', {reason: text}),
      event('problem', 'code', {code: text, title: text, retryable: truth, ref: text}),
      event('ready', 'state resumed lastEventId', {state: local('State'), resumed: truth, lastEventId: place}),
      event('reset', 'id snapshot', {snapshot: local('Snapshot')}),
    ],
  },
  DeskAction: of(deskAction),
} satisfies Record<string, Schema>;
