import type {BotResponse, BotSettings} from '../../protocol/exchange.ts';
import type {VisitorMessage} from '../../protocol/message.ts';
import {defined} from '../../protocol/fields.ts';
import {readResponse} from '../../protocol/read.ts';
import {isRecord, safeCopy} from '../../protocol/safe-copy.ts';
import type {BotOptions} from '../options.ts';
import type {StoredConversation, Values} from '../stored.ts';
import type {Services} from '../services.ts';
import {askBotManager} from './bot-manager.ts';
import {Environments} from './environments.ts';
import {Filters, type FilterContext} from './filters.ts';
import {askInProcess} from './in-process.ts';
import {type FilteredRequest, requestBody} from './request-body.ts';
import type {Sleep} from './retries.ts';
import {TurnFault} from './turn-fault.ts';

const defaultTimeout = 60;
const defaultSettings: BotSettings = {engine: {type: 'custom'}};
/** How much of an in-process response is copied for filters: as much as is read of an answer over the network. */
const copyLimit = {depth: 32, left: 5_000_000};

export interface BotQuestion {
  event: string;
  message?: VisitorMessage | undefined;
  /** Id of the request; the same for each attempt. */
  id: string;
  signal: AbortSignal;
}

/** A bot of the configuration, with the filters before and after it. */
export class Bot {
  readonly #filters: Filters;
  readonly #settings: BotSettings;

  constructor(
    readonly name: string,
    readonly options: BotOptions,
    private readonly services: Services & {sleep: Sleep},
  ) {
    this.#filters = new Filters(services);
    this.#settings = options.settings ?? defaultSettings;
  }

  /**
   * One turn: the request filters, the bot, the response filters; the result is read tolerantly.
   * @throws {TurnFault}; or the signal's reason.
   */
  async ask(conversation: StoredConversation, {event, message, ...options}: BotQuestion): Promise<BotResponse> {
    const filterContext = await this.#filterContext(conversation, options);
    const {language, data, context} = conversation;
    const request = {event, data, settings: this.#settings, ...defined({message, language, context})} as FilteredRequest;
    const startedAt = this.services.now();
    const record = (outcome: string) => this.services.metrics.turn(this.name, outcome, (this.services.now() - startedAt) / 1000);
    try {
      const answer = await this.#request(await this.#filters.request(request, filterContext), filterContext);
      const response = readResponse(await this.#filterResponse(answer, filterContext));
      record('answered');
      return response;
    } catch (error) {
      record(error instanceof TurnFault ? error.code : 'broken_off');
      throw error;
    }
  }

  /**
   * Passes what the bot said unprompted through the response filters.
   * @throws {TurnFault} `filter_failed`.
   */
  async receive(conversation: StoredConversation, body: unknown, options: {id: string; signal: AbortSignal}): Promise<BotResponse> {
    return readResponse(await this.#filterResponse(body, await this.#filterContext(conversation, options)));
  }

  async #filterContext(conversation: StoredConversation, options: {id: string; signal: AbortSignal}): Promise<FilterContext> {
    const environments = await Environments.create(
      conversation,
      {name: this.name, bot: this.options, signal: options.signal},
      this.services,
    );
    return {...options, bot: this.options, settings: this.#settings, environments};
  }

  async #request(request: FilteredRequest, {id, signal, environments}: FilterContext): Promise<unknown> {
    const {url, answer, auth, timeout = defaultTimeout, hmacSecret, retry = 'safe'} = this.options;
    const {name, services} = this;
    const body = requestBody({...request, environment: environments.for(answer ? undefined : url, request.environment)});
    if (answer) return askInProcess({name, answer, timeout}, body, signal);
    if (url === undefined) throw new TurnFault('bot_misconfigured', `Bot "${name}" has neither url nor answer`);
    return askBotManager({name, url, auth, timeout, hmacSecret, retry}, body, {id, signal, sleep: services.sleep}, services);
  }

  /** An answer that makes no sense at all is not passed to filters. */
  async #filterResponse(answer: unknown, filterContext: FilterContext): Promise<unknown> {
    if (!this.options.responseFilters?.length || !isRecord(answer)) return answer;
    const copied = safeCopy(answer, {...copyLimit, onExceeded: () => {}});
    return this.#filters.response(copied as Values, filterContext);
  }
}
