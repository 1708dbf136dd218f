import {request} from 'node:https';
import {setTimeout as sleep} from 'node:timers/promises';

import type {Environment} from '../../src/protocol/exchange.ts';
import type {Attachment} from '../../src/protocol/message.ts';

/** A file that a bot uploads. */
export interface Upload {
  name: string;
  mimetype: string;
  bytes: Uint8Array;
  /** Text alternative. */
  desc: string;
}

/** What the bot can do unprompted, after it has answered. */
export interface Platform {
  /** Starts work after the answer was sent. Errors are logged to the console, since nobody awaits it. */
  runLater(work: () => Promise<void>): void;
  /** Resolves after the given time, independently of any request. */
  wait(milliseconds: number): Promise<void>;
  /** Sends another BotResponse, which the gateway handles like an answer. */
  send(response: object): Promise<void>;
  /** Uploads a file. Resolves with the attachment for a message. */
  upload(file: Upload): Promise<Attachment>;
}

export interface PlatformFactoryOptions {
  /** PEM of a certificate to trust in addition to the well-known ones. */
  ca: string;
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** Returns how a bot calls back by the environment of a request; undefined if the environment lacks it. Shared by all requests. */
export type PlatformFactory = (environment: Environment | undefined) => Platform | undefined;

/** Calls back as the Bot SDK does: over TLS, at fixed paths, with the token from the environment. */
export function createPlatformFactory({ca, wait = sleep}: PlatformFactoryOptions): PlatformFactory {
  return ({host, acct, contactId, token} = {}) => {
    if (!host || !acct || !contactId || !token) return undefined;
    const call = (what: string, type: string, body: Uint8Array): Promise<unknown> =>
      post(`https://${host}/a/${acct}/api/v3/contacts/${contactId}/${what}`, {ca, token, type, body});
    return {
      runLater: (work) =>
        setImmediate(() => {
          work().catch((error: unknown) => console.error('What the bot wanted to say later:', error));
        }),
      wait: async (milliseconds) => void (await wait(milliseconds)),
      send: async (response) => void (await call('bot-response', 'application/json', Buffer.from(JSON.stringify(response)))),
      upload: async ({name, mimetype, bytes, desc}) => {
        const boundary = `--------------------------${Date.now()}`;
        const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${mimetype}\r\n\r\n`;
        const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
        const query = new URLSearchParams({desc});
        return (await call(`bot-attach?${query}`, `multipart/form-data; boundary=${boundary}`, body)) as Attachment;
      },
    };
  };
}

interface UploadRequest {
  ca: string;
  token: string;
  type: string;
  body: Uint8Array;
}

/** @throws {Error} for any status but 2xx. */
function post(url: string, {ca, token, type, body}: UploadRequest): Promise<unknown> {
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
