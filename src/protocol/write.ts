import {ProtocolError} from './errors.ts';
import type {BotRequest, BotSettings, Environment, Scalar} from './exchange.ts';
import {defined} from './fields.ts';
import {jsonOf} from './json.ts';
import {normaliseLanguage} from './language.ts';
import {byteLength} from './limits.ts';
import {isRecord} from './safe-copy.ts';
import type {VisitorMessage} from './message.ts';
import {stringify, writeMessage, type WrittenMessage} from './write-message.ts';

export {normaliseLanguage} from './language.ts';
export {writeMessage, type WrittenMessage} from './write-message.ts';

/** The largest body a BotManager accepts, in bytes (100 KiB). */
export const maxRequestBytes = 102_400;

/** An environment whose tags are lists a bot may change. */
export type WrittenEnvironment = Environment & {tags?: string[]; optionalTags?: string[]};

/** A request with nothing in it that the official schemas refuse. */
export interface WrittenRequest {
  event: string;
  message?: WrittenMessage;
  language?: string;
  data?: Record<string, Scalar>;
  context?: Readonly<Record<string, unknown>>;
  settings?: BotSettings;
  environment?: WrittenEnvironment;
}

/**
 * Writes the body of a request to a bot: JSON that passes the official schemas.
 * @throws {ProtocolError} if that is impossible, or if the body would exceed `maxRequestBytes`.
 * @example fetch(url, {method: 'POST', body: writeRequest({event: 'continue', message})})
 */
export function writeRequest(request: BotRequest): string {
  const body = stringify(strictRequest(request), 'request');
  const bytes = byteLength(body);
  if (bytes > maxRequestBytes) throw new ProtocolError('request', `at most ${maxRequestBytes} bytes of JSON, and it is ${bytes}`);
  return body;
}

/**
 * The request as the official schemas want it: language normalised or left out, `data` flattened to simple values,
 * messages strict, unknown properties of the request itself left behind.
 * @throws {ProtocolError} where something needed is missing or of the wrong kind.
 */
export function strictRequest(request: BotRequest): WrittenRequest {
  // What is checked is what JSON makes of it, so that no `toJSON` and no getter can say something else afterwards.
  const plain: unknown = JSON.parse(stringify(request, 'request'));
  if (!isRecord(plain)) throw new ProtocolError('request', 'an object');
  const {event, message, language, data, context, settings, environment} = plain;
  if (typeof event !== 'string' || event === '') throw new ProtocolError('event', 'start, continue, end or a name of your own');
  return {
    event,
    ...defined({
      message: message === undefined || message === null ? undefined : writeMessage(message as VisitorMessage),
      language: typeof language === 'string' ? normaliseLanguage(language) : undefined,
      data: writeData(data),
      context: optionalRecord(context, 'context'),
      settings: writeSettings(settings),
      environment: writeEnvironment(environment),
    }),
  };
}

/** Objects and lists become JSON text, as the schemas allow neither. */
function writeData(data: unknown): Record<string, Scalar> | undefined {
  const found = optionalRecord(data, 'data');
  if (!found) return undefined;
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, isScalar(value) ? value : jsonOf(value)]));
}

function isScalar(value: unknown): value is Scalar {
  return typeof value !== 'object' || value === null;
}

function writeSettings(settings: unknown): BotSettings | undefined {
  const found = optionalRecord(settings, 'settings');
  if (!found) return undefined;
  const engine = optionalRecord(found['engine'], 'settings.engine');
  const type = engine?.['type'];
  if (!engine || typeof type !== 'string' || type === '') throw new ProtocolError('settings.engine.type', 'the name of a bot engine');
  const checked = {settings: optionalRecord(engine['settings'], 'settings.engine.settings'), auth: writeAuth(engine['auth'])};
  return {...found, engine: {...defined({...engine, ...checked}), type}};
}

/** `bearer` with a secret, or `basic` with a user too. */
function writeAuth(auth: unknown): Readonly<Record<string, unknown>> | undefined {
  const found = optionalRecord(auth, 'settings.engine.auth');
  if (!found) return undefined;
  const {type, secret, user} = found;
  if (type !== 'bearer' && type !== 'basic') throw new ProtocolError('settings.engine.auth.type', 'bearer or basic');
  if (typeof secret !== 'string' || secret === '') throw new ProtocolError('settings.engine.auth.secret', 'text');
  if (type === 'basic' && (typeof user !== 'string' || user === '')) throw new ProtocolError('settings.engine.auth.user', 'text');
  return found;
}

const isString = (value: unknown): boolean => typeof value === 'string';
const isStringList = (value: unknown): boolean => Array.isArray(value) && value.every(isString);

type PropertyType = readonly [test: (value: unknown) => boolean, expected: string];
const string: PropertyType = [isString, 'text'];
const strings: PropertyType = [isStringList, 'a list of texts'];
const record: PropertyType = [isRecord, 'an object'];
const number: PropertyType = [(value) => Number.isFinite(value), 'a finite number'];
const bool: PropertyType = [(value) => typeof value === 'boolean', 'true or false'];

/** What the official schemas say of the environment; other properties may be anything. */
const environmentTypes: Readonly<Record<string, PropertyType>> = {
  ...propertiesOf(string, 'host acct hmac campaignId channelId entrypointId engagementId contactId token userAgent apiVersion'),
  ...propertiesOf(strings, 'tags optionalTags'),
  ...propertiesOf(record, 'caps geoIP'),
  isVerifiedCustomer: bool,
};
const geoIpTypes: Readonly<Record<string, PropertyType>> = {
  ...propertiesOf(string, 'country_code country_name continent_code ip region city postal_code metro_code time_zone'),
  ...propertiesOf(number, 'latitude longitude'),
};

function propertiesOf(kind: PropertyType, names: string): Record<string, PropertyType> {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]));
}

function writeEnvironment(environment: unknown): WrittenEnvironment | undefined {
  const found = optionalRecord(environment, 'environment');
  if (!found) return undefined;
  const written = checkTypes(found, environmentTypes, 'environment');
  return isRecord(written['geoIP']) ? {...written, geoIP: checkTypes(written['geoIP'], geoIpTypes, 'environment.geoIP')} : written;
}

/** The properties that have a value, those with a kind of it being of that kind. */
function checkTypes(
  found: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, PropertyType>>,
  path: string,
): Record<string, unknown> {
  const present = Object.entries(found).filter(([, value]) => value !== undefined && value !== null);
  for (const [key, value] of present) {
    const kind = Object.hasOwn(expected, key) ? expected[key] : undefined;
    if (kind && !kind[0](value)) throw new ProtocolError(`${path}.${key}`, kind[1]);
  }
  return Object.fromEntries(present);
}

function optionalRecord(value: unknown, path: string): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw new ProtocolError(path, 'an object');
  return value;
}
