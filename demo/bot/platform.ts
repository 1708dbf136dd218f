import {request} from 'node:https';
import {setTimeout as sleep} from 'node:timers/promises';

import type {Environment} from '../../src/protocol/exchange.ts';
import type {Attachment} from '../../src/protocol/message.ts';

/** A file as a bot sends it up. */
export interface Upload {
  name: string;
  mimetype: string;
  bytes: Uint8Array;
  /** Words for who cannot see it. */
  desc: string;
}

/** What the bot can do of its own accord, after it has answered. */
export interface Platform {
  /** Begins when the answer is on its way; what it fails with is told to the console, since nobody waits for it. */
  later(work: () => Promise<void>): void;
  /** Resolves after so many milliseconds, whoever waits for what. */
  wait(milliseconds: number): Promise<void>;
  /** Says more: a BotResponse, which goes its way through the gateway as if it had been the answer. */
  say(response: object): Promise<void>;
  /** Sends a file up. Resolves with what an attachment message names it by. */
  attach(file: Upload): Promise<Attachment>;
}

export interface CallingOptions {
  /** PEM of a certificate that is trusted besides the well-known ones. */
  ca: string;
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** How a bot calls back, by what a request's environment says; undefined where that does not say it. Made once for all requests. */
export type Calling = (environment: Environment | undefined) => Platform | undefined;

/** Calls back as the Bot SDK does: over TLS, at fixed paths, with the token of the environment. */
export function callingBack({ca, wait = sleep}: CallingOptions): Calling {
  return ({host, acct, contactId, token} = {}) => {
    if (!host || !acct || !contactId || !token) return undefined;
    const call = (what: string, type: string, body: Uint8Array): Promise<unknown> =>
      post(`https://${host}/a/${acct}/api/v3/contacts/${contactId}/${what}`, {ca, token, type, body});
    return {
      later: (work) =>
        setImmediate(() => {
          work().catch((error: unknown) => console.error('What the bot wanted to say later:', error));
        }),
      wait: async (milliseconds) => void (await wait(milliseconds)),
      say: async (response) => void (await call('bot-response', 'application/json', Buffer.from(JSON.stringify(response)))),
      attach: async ({name, mimetype, bytes, desc}) => {
        const boundary = `--------------------------${Date.now()}`;
        const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${mimetype}\r\n\r\n`;
        const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
        const query = new URLSearchParams({desc});
        return (await call(`bot-attach?${query}`, `multipart/form-data; boundary=${boundary}`, body)) as Attachment;
      },
    };
  };
}

interface Call {
  ca: string;
  token: string;
  type: string;
  body: Uint8Array;
}

/** @throws {Error} for any answer but one of the 200s. */
function post(url: string, {ca, token, type, body}: Call): Promise<unknown> {
  const headers = {authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': type, 'content-length': body.length};
  return new Promise((resolve, reject) => {
    const sent = request(url, {method: 'POST', headers, ca, timeout: 30_000}, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const {statusCode = 0} = answer;
        if (statusCode < 200 || statusCode > 299)
          reject(new Error(`POST ${new URL(url).pathname} was answered with ${statusCode}: ${text}`));
        else resolve(text ? (JSON.parse(text) as unknown) : undefined);
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`POST ${new URL(url).pathname} was not answered`)));
    sent.on('error', reject).end(body);
  });
}
