import {ProtocolError} from '../../protocol/errors.ts';
import {isRecord} from '../../protocol/safe-copy.ts';
import type {BotOptions, FilterOptions} from '../options.ts';
import type {Values} from '../stored.ts';
import type {Services} from '../services.ts';
import type {Environments} from './environments.ts';
import {post, PostError, type PostOptions} from './post.ts';
import {repair, restore} from './repair.ts';
import {checkSize, type FilteredRequest, requestBody, toStrictRequest} from './request-body.ts';
import {TurnFault} from './turn-fault.ts';

/** Whose messages pass through the filters. */
export interface FilterContext extends PostOptions {
  bot: BotOptions;
  settings: Values;
  environments: Environments;
}

const defaultTimeout = 5;

/** The web services that may change requests and answers: one after the other, each gets what the previous one returned. */
export class Filters {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** @throws {TurnFault} `filter_failed`, `message_too_large`. */
  async request(request: FilteredRequest, context: FilterContext): Promise<FilteredRequest> {
    let current = request;
    for (const name of context.bot.requestFilters ?? []) current = await this.#apply(name, context, current, requestStep);
    return current;
  }

  /** @throws {TurnFault} `filter_failed`. */
  async response(response: Values, context: FilterContext): Promise<Values> {
    let current = response;
    for (const name of context.bot.responseFilters ?? []) current = await this.#apply(name, context, current, responseStep);
    return current;
  }

  async #apply<T extends object>(name: string, context: FilterContext, input: T, step: Step<T>): Promise<T> {
    const filter = this.#services.options.filters?.[name];
    if (!filter) throw new TurnFault('filter_failed', `There is no filter "${name}"`);
    const startedAt = this.#services.now();
    const record = (outcome: string) => this.#services.metrics.filter(name, outcome, (this.#services.now() - startedAt) / 1000);
    try {
      const output = await step(input, {filter, ...context}, (body) => this.#call(name, filter, body, context));
      record('passed');
      return output;
    } catch (error) {
      context.signal.throwIfAborted();
      record('failed');
      if (!(error instanceof TurnFault) || error.code !== 'filter_failed' || filter.onError !== 'skip') throw error;
      this.#services.log('warn', 'filter_left_out', {filter: name, request: context.id, reason: error.message});
      return input;
    }
  }

  /** The object a filter answers with; undefined for any other JSON, which changes nothing. */
  async #call(
    name: string,
    {url, auth, timeout = defaultTimeout}: FilterOptions,
    body: string,
    context: FilterContext,
  ): Promise<Values | undefined> {
    const fail = (what: string, options?: ErrorOptions) => new TurnFault('filter_failed', `Filter "${name}" ${what}`, options);
    const reply = await post({url, auth, timeout}, body, context, this.#services).catch((cause: unknown) => {
      throw cause instanceof PostError ? fail(cause.message, {cause}) : cause;
    });
    if (reply.status < 200 || reply.status > 299) throw fail(`answered ${reply.status}`);
    const value = reply.text.trim()
      ? parseJson(reply.text, (cause) => fail('answered with something that is not JSON', {cause}))
      : undefined;
    if (isRecord(value)) return value;
    this.#services.log('warn', 'filter_empty', {filter: name, request: context.id});
    return undefined;
  }
}

/** One step through the filters. */
type Step<T> = (
  input: T,
  context: FilterContext & {filter: FilterOptions},
  ask: (body: string) => Promise<Values | undefined>,
) => Promise<T>;

const requestStep: Step<FilteredRequest> = async (input, {filter, environments, settings}, ask) => {
  const environment = environments.for(filter.url, input.environment);
  const {settings: _, ...rest} = JSON.parse(requestBody({...input, environment})) as FilteredRequest;
  const output = await ask(checkSize(JSON.stringify({...rest, settings: filter.settings ?? input.settings ?? settings})));
  if (!output) return input;
  try {
    // Settings the filter set for itself are not for the bot.
    const {settings: changed, ...request} = toStrictRequest({...output, ...(filter.settings && {settings: undefined})});
    const kept = filter.settings ? input.settings : (changed ?? input.settings);
    return {...request, ...(kept && {settings: kept})};
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    throw new TurnFault('filter_failed', `A filter made a request of it that no bot takes: ${cause.message}`, {cause});
  }
};

const responseStep: Step<Values> = async (input, {filter, environments, settings}, ask) => {
  const {environment, settings: _, ...rest} = input;
  const {response, setAside} = repair(rest);
  const known = environments.for(filter.url, isRecord(environment) ? environment : {});
  const output = await ask(serialise({...response, settings: filter.settings ?? settings, environment: known}));
  return output ? restore(output, setAside) : input;
};

function serialise(response: Values): string {
  try {
    return checkSize(JSON.stringify(response));
  } catch (cause) {
    throw new TurnFault('filter_failed', 'A response is too large for a filter', {cause});
  }
}

function parseJson(text: string, fault: (cause: unknown) => TurnFault): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fault(cause);
  }
}
