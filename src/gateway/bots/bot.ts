import type {BotResponse, BotSettings} from '../../protocol/exchange.ts';
import type {VisitorMessage} from '../../protocol/message.ts';
import {defined} from '../../protocol/fields.ts';
import {readResponse} from '../../protocol/read.ts';
import {isRecord, safeCopy} from '../../protocol/safe-copy.ts';
import type {BotOptions} from '../options.ts';
import type {StoredConversation, Values} from '../stored.ts';
import type {Surroundings} from '../surroundings.ts';
import {askBotManager} from './bot-manager.ts';
import {Surround} from './environment.ts';
import {Filters, type Passage} from './filters.ts';
import {askInProcess} from './in-process.ts';
import {type PassingRequest, requestBody} from './request-body.ts';
import type {Pause} from './retries.ts';
import {TurnFault} from './turn-fault.ts';

const defaultTimeout = 60;
const defaultSettings: BotSettings = {engine: {type: 'custom'}};
/** How much of an in-process response is copied for filters: as much as is read of an answer over the network. */
const copyLimit = {depth: 32, left: 5_000_000};

export interface Asking {
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
    private readonly around: Surroundings & {pause: Pause},
  ) {
    this.#filters = new Filters(around);
    this.#settings = options.settings ?? defaultSettings;
  }

  /**
   * One turn: the request filters, the bot, the response filters; the result is read tolerantly.
   * @throws {TurnFault}; or the signal's reason.
   */
  async ask(conversation: StoredConversation, {event, message, ...options}: Asking): Promise<BotResponse> {
    const passage = await this.#passage(conversation, options);
    const {language, data, context} = conversation;
    const request = {event, data, settings: this.#settings, ...defined({message, language, context})} as PassingRequest;
    const begun = this.around.now();
    const over = (outcome: string) => this.around.metrics.turn(this.name, outcome, (this.around.now() - begun) / 1000);
    try {
      const answer = await this.#answer(await this.#filters.request(request, passage), passage);
      const response = readResponse(await this.#filtered(answer, passage));
      over('answered');
      return response;
    } catch (error) {
      over(error instanceof TurnFault ? error.code : 'broken_off');
      throw error;
    }
  }

  /**
   * Passes what the bot said unprompted through the response filters.
   * @throws {TurnFault} `filter_failed`.
   */
  async hear(conversation: StoredConversation, body: unknown, options: {id: string; signal: AbortSignal}): Promise<BotResponse> {
    return readResponse(await this.#filtered(body, await this.#passage(conversation, options)));
  }

  async #passage(conversation: StoredConversation, options: {id: string; signal: AbortSignal}): Promise<Passage> {
    const surround = await Surround.of(conversation, {name: this.name, bot: this.options, signal: options.signal}, this.around);
    return {...options, bot: this.options, settings: this.#settings, surround};
  }

  async #answer(request: PassingRequest, {id, signal, surround}: Passage): Promise<unknown> {
    const {url, answer, auth, timeout = defaultTimeout, hmacSecret, retry = 'safe'} = this.options;
    const {name, around} = this;
    const body = requestBody({...request, environment: surround.for(answer ? undefined : url, request.environment)});
    if (answer) return askInProcess({name, answer, timeout}, body, signal);
    if (url === undefined) throw new TurnFault('bot_misconfigured', `Bot "${name}" has neither url nor answer`);
    return askBotManager({name, url, auth, timeout, hmacSecret, retry}, body, {id, signal, pause: around.pause}, around);
  }

  /** An answer that makes no sense at all is not passed to filters. */
  async #filtered(answer: unknown, passage: Passage): Promise<unknown> {
    if (!this.options.responseFilters?.length || !isRecord(answer)) return answer;
    const copied = safeCopy(answer, {...copyLimit, onExceeded: () => {}});
    return this.#filters.response(copied as Values, passage);
  }
}
