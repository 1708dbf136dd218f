import {ProtocolError} from '../../protocol/errors.ts';
import {isRecord} from '../../protocol/safe-copy.ts';
import type {BotOptions, FilterOptions} from '../options.ts';
import type {Values} from '../stored.ts';
import type {Surroundings} from '../surroundings.ts';
import type {Surround} from './environment.ts';
import {post, PostError, type PostOptions} from './post.ts';
import {repair, restored} from './repair.ts';
import {bounded, type PassingRequest, requestBody, strictly} from './request-body.ts';
import {TurnFault} from './turn-fault.ts';

/** Whose messages pass through the filters. */
export interface Passage extends PostOptions {
  bot: BotOptions;
  settings: Values;
  surround: Surround;
}

const defaultTimeout = 5;

/** The web services that may change requests and answers: one after the other, each gets what the previous one returned. */
export class Filters {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** @throws {TurnFault} `filter_failed`, `message_too_large`. */
  async request(request: PassingRequest, passage: Passage): Promise<PassingRequest> {
    let passing = request;
    for (const name of passage.bot.requestFilters ?? []) passing = await this.#pass(name, passage, passing, requestStep);
    return passing;
  }

  /** @throws {TurnFault} `filter_failed`. */
  async response(response: Values, passage: Passage): Promise<Values> {
    let passing = response;
    for (const name of passage.bot.responseFilters ?? []) passing = await this.#pass(name, passage, passing, responseStep);
    return passing;
  }

  async #pass<T extends object>(name: string, passage: Passage, input: T, step: Step<T>): Promise<T> {
    const filter = this.#around.options.filters?.[name];
    if (!filter) throw new TurnFault('filter_failed', `There is no filter "${name}"`);
    const begun = this.#around.now();
    const over = (outcome: string) => this.#around.metrics.filter(name, outcome, (this.#around.now() - begun) / 1000);
    try {
      const output = await step(input, {filter, ...passage}, (body) => this.#ask(name, filter, body, passage));
      over('passed');
      return output;
    } catch (error) {
      passage.signal.throwIfAborted();
      over('failed');
      if (!(error instanceof TurnFault) || error.code !== 'filter_failed' || filter.onError !== 'skip') throw error;
      this.#around.log('warn', 'filter_left_out', {filter: name, request: passage.id, reason: error.message});
      return input;
    }
  }

  /** The object a filter answers with; undefined for any other JSON, which changes nothing. */
  async #ask(
    name: string,
    {url, auth, timeout = defaultTimeout}: FilterOptions,
    body: string,
    passage: Passage,
  ): Promise<Values | undefined> {
    const fail = (what: string, options?: ErrorOptions) => new TurnFault('filter_failed', `Filter "${name}" ${what}`, options);
    const reply = await post({url, auth, timeout}, body, passage, this.#around).catch((cause: unknown) => {
      throw cause instanceof PostError ? fail(cause.message, {cause}) : cause;
    });
    if (reply.status < 200 || reply.status > 299) throw fail(`answered ${reply.status}`);
    const value = reply.text.trim() ? parsed(reply.text, (cause) => fail('answered with something that is not JSON', {cause})) : undefined;
    if (isRecord(value)) return value;
    this.#around.log('warn', 'filter_empty', {filter: name, request: passage.id});
    return undefined;
  }
}

/** One step through the filters. */
type Step<T> = (input: T, passage: Passage & {filter: FilterOptions}, ask: (body: string) => Promise<Values | undefined>) => Promise<T>;

const requestStep: Step<PassingRequest> = async (input, {filter, surround, settings}, ask) => {
  const environment = surround.for(filter.url, input.environment);
  const {settings: _, ...rest} = JSON.parse(requestBody({...input, environment})) as PassingRequest;
  const output = await ask(bounded(JSON.stringify({...rest, settings: filter.settings ?? input.settings ?? settings})));
  if (!output) return input;
  try {
    // Settings the filter set for itself are not for the bot.
    const {settings: changed, ...request} = strictly({...output, ...(filter.settings && {settings: undefined})});
    const kept = filter.settings ? input.settings : (changed ?? input.settings);
    return {...request, ...(kept && {settings: kept})};
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    throw new TurnFault('filter_failed', `A filter made a request of it that no bot takes: ${cause.message}`, {cause});
  }
};

const responseStep: Step<Values> = async (input, {filter, surround, settings}, ask) => {
  const {environment, settings: _, ...said} = input;
  const {response, aside} = repair(said);
  const known = surround.for(filter.url, isRecord(environment) ? environment : {});
  const output = await ask(withinLimit({...response, settings: filter.settings ?? settings, environment: known}));
  return output ? restored(output, aside) : input;
};

function withinLimit(response: Values): string {
  try {
    return bounded(JSON.stringify(response));
  } catch (cause) {
    throw new TurnFault('filter_failed', 'A response is too large for a filter', {cause});
  }
}

function parsed(text: string, fault: (cause: unknown) => TurnFault): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fault(cause);
  }
}
