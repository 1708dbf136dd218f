import type {VisitorMessage} from '../../protocol/message.ts';
import {authorizationOf} from '../authorization.ts';
import type {Auth} from '../options.ts';
import {StatusError} from '../status-error.ts';
import type {Queue, Signal} from '../stored.ts';
import {textOf} from '../text-of.ts';
import type {Desk, DeskRequest} from './desk.ts';

export interface HttpDeskOptions {
  /** Full URL that everything is posted to. */
  url: string;
  auth?: Auth;
  /** Seconds an answer may take; 10 by default. */
  timeout?: number;
  /** The global `fetch` by default. */
  fetch?: typeof globalThis.fetch;
}

/** Bytes of an answer: a desk has little to say here, its people speak by calling back. */
const maxBytes = 10_240;

/**
 * A desk that is a separate system, notified by `POST` with a JSON body `{event, conversation: {id, …}, …}`. Its people answer at the
 * gateway's `/v1/desk/conversations/{id}`. Every method rejects if the desk did not accept the post; the caller retries.
 */
export class HttpDesk implements Desk {
  readonly #options: HttpDeskOptions;

  constructor(options: HttpDeskOptions) {
    this.#options = options;
  }

  async request({conversation, target, history}: DeskRequest): Promise<{accepted: boolean; queue?: Queue}> {
    const answer = await this.#post('request', {conversation, target, history});
    const {accepted, queue} = typeof answer === 'object' && answer !== null ? (answer as {accepted?: unknown; queue?: unknown}) : {};
    const validQueue = accepted === true ? readQueue(queue) : undefined;
    return {accepted: accepted === true, ...(validQueue && {queue: validQueue})};
  }

  async said(conversation: string, id: string, message: VisitorMessage): Promise<void> {
    await this.#post('said', {conversation: {id: conversation}, id, message});
  }

  async signalled(conversation: string, message: Signal): Promise<void> {
    await this.#post('signalled', {conversation: {id: conversation}, message});
  }

  async gone(conversation: string, reason: string): Promise<void> {
    await this.#post('gone', {conversation: {id: conversation}, reason});
  }

  async #post(event: string, what: Readonly<Record<string, unknown>>): Promise<unknown> {
    const {url, auth, timeout = 10, fetch = globalThis.fetch} = this.#options;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {'content-type': 'application/json', accept: 'application/json', ...authorizationOf(auth)},
        body: JSON.stringify({event, ...what}),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout * 1000),
      });
      if (response.ok) return await readAnswer(response);
      await response.body?.cancel();
      throw new StatusError(response.status);
    } catch (error) {
      throw new Error(`The desk did not take "${event}"`, {cause: error});
    }
  }
}

/** A short JSON answer; undefined if there is none, which is an answer too. */
async function readAnswer(response: Response): Promise<unknown> {
  const text = await textOf(response, maxBytes);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readQueue(queue: unknown): Queue | undefined {
  if (typeof queue !== 'object' || queue === null) return undefined;
  const {position, estimateMs} = queue as {position?: unknown; estimateMs?: unknown};
  if (!isCount(position) || position < 1) return undefined;
  return {position, ...(isCount(estimateMs) && {estimateMs})};
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
