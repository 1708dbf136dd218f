import {createRequire} from 'node:module';

import {Ajv, type ErrorObject} from 'ajv';

/** A validation error in the format of the Vivocha Bot SDK's BotManager. */
export interface Fault {
  /** Keyword of the schema that failed. */
  type: string;
  path: string;
  scope: '';
  errors?: Fault[];
}

const require = createRequire(import.meta.url);

const names = [
  ...['bot_request', 'bot_message', 'common', 'text_message', 'postback_message', 'attachment_message', 'multi_attachment_message'],
  ...['action_message', 'is_writing_message', 'location_message'],
];

/** The official schemas by name, from the SDK's packages. */
export const schemas: ReadonlyMap<string, object> = new Map(
  names.map((name) => [name, require(`@vivocha/public-types/schemas/${name}.json`) as object]),
);

const ajv = new Ajv({strict: false, allErrors: true});
for (const [name, schema] of schemas) ajv.addSchema(schema, name);
const validate = ajv.getSchema('bot_request')!;

/** Why a request is invalid; undefined if it is valid. */
export function faultOf(request: unknown): Fault | undefined {
  if (request === undefined) return fault('required', 'body');
  if (validate(request)) return undefined;
  const errors = validate.errors ?? [];
  const whole = errors.filter(({instancePath}) => instancePath === '').slice(0, 1);
  const alternatives = errors.filter(({keyword, instancePath}) => keyword === 'anyOf' && /^\/(event|message)$/.test(instancePath));
  const shared = errors.filter(({instancePath}) => instancePath !== '' && !/^\/(event|message)(\/|$)/.test(instancePath));
  const groups = [...whole.map(leaf), ...requestFaults(alternatives), ...sharedFaults(shared)];
  return groups.length === 1 ? groups[0] : {...fault('multiple', 'body'), errors: groups};
}

/** Faults of `event` and `message`, without details on each alternative of the schema. */
function requestFaults(errors: readonly ErrorObject[]): Fault[] {
  return errors.length ? [{...fault('properties', 'body'), errors: errors.map(leaf)}] : [];
}

/** Faults in what requests and responses share, which has its own schema. */
function sharedFaults(errors: readonly ErrorObject[]): Fault[] {
  return errors.length ? [{...fault('allOf', 'body'), errors: faultTree(errors, 0, 'body')}] : [];
}

/** The errors as a tree along their paths. */
function faultTree(errors: readonly ErrorObject[], depth: number, path: string): Fault[] {
  const here = errors.filter((error) => pathSegments(error).length === depth);
  const below = errors.filter((error) => pathSegments(error).length > depth);
  if (below.length === 0) return here.map(leaf);
  const branches = [...new Set(below.map((error) => pathSegments(error)[depth]!))];
  const inner = branches.flatMap((step) =>
    faultTree(
      below.filter((error) => pathSegments(error)[depth] === step),
      depth + 1,
      `${path}/${step}`,
    ),
  );
  return [...here.map(leaf), {...fault(containerOf(path, branches), path), errors: inner}];
}

function containerOf(path: string, inner: readonly string[]): string {
  if (inner.every((step) => /^\d+$/.test(step))) return 'items';
  return path === 'body/data' ? 'additionalProperties' : 'properties';
}

function pathSegments({instancePath}: ErrorObject): string[] {
  return instancePath.split('/').slice(1);
}

function leaf({keyword, instancePath, params}: ErrorObject): Fault {
  const missing = keyword === 'required' ? `/${String(params['missingProperty'])}` : '';
  return fault(keyword, `body${instancePath}${missing}`);
}

function fault(type: string, path: string): Fault {
  return {type, path, scope: ''};
}
