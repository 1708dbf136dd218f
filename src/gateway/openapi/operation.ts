import {ref, type Schema, type schemas} from './schemas.ts';

type Name = keyof typeof schemas;

/** Who may send the request. */
type Bearer = 'visitor' | 'bot' | 'desk';

export interface RouteDescription {
  summary: string;
  bearer?: Bearer;
  /** Path parameters are found in the path; these are the others. */
  parameters?: readonly Schema[];
  /** The JSON body, or a form with a file. */
  body?: Name | 'file';
  /** The successful answer: its status and its content. */
  response: readonly [status: number, what?: Name | Schema];
  /** Other successful answers. */
  also?: Readonly<Record<string, string>>;
  /** Statuses of refusals. */
  errors?: readonly number[];
}

/** Refusals any request with a token may get. Whoever fails to show a valid one too often has to wait, except for bots. */
const authErrors: {[B in Bearer]: readonly number[]} = {visitor: [401, 403, 404, 429], bot: [401, 403, 404], desk: [401, 403, 404, 429]};

const reasons: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'token_missing, token_invalid or token_expired',
  403: 'origin_not_allowed or forbidden',
  404: 'not_found',
  409: 'conversation_ended or in_progress',
  413: 'too_large',
  415: 'type_refused',
  422: 'invalid_message or key_reused',
  429: 'rate_limited; Retry-After says when to come back',
  500: 'internal',
  503: 'overloaded; Retry-After says when to come back',
};

const file = {
  type: 'object',
  required: ['file'],
  properties: {file: {type: 'string', format: 'binary'}, desc: {type: 'string'}, ref: {type: 'string'}},
};

/** An operation of an OpenAPI document. */
export function operation(
  path: string,
  {summary, bearer, parameters = [], body, response, also = {}, errors = []}: RouteDescription,
): Schema {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({name, in: 'path', required: true, schema: {type: 'string'}}));
  const statuses = [...new Set([...(bearer ? authErrors[bearer] : []), ...errors, 500, 503])].toSorted((a, b) => a - b);
  return {
    summary,
    ...(bearer && {security: [{[bearer]: []}]}),
    parameters: [...inPath, ...parameters],
    ...(body && {requestBody: {required: true, content: contentOf(body)}}),
    responses: {
      [response[0]]: responseOf(response[1]),
      ...Object.fromEntries(Object.entries(also).map(([status, description]) => [status, {description}])),
      ...Object.fromEntries(statuses.map((status) => [status, {description: reasons[status], content: problem}])),
    },
  };
}

const problem = {'application/problem+json': {schema: ref('Problem')}};

function contentOf(body: Name | 'file'): Schema {
  return body === 'file' ? {'multipart/form-data': {schema: file}} : {'application/json': {schema: ref(body)}};
}

function responseOf(what: Name | Schema | undefined): Schema {
  if (what === undefined) return {description: 'Done.'};
  return {description: 'Done.', content: typeof what === 'string' ? {'application/json': {schema: ref(what)}} : what};
}
