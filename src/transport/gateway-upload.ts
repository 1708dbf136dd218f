import {TransportError} from '../protocol/errors.ts';
import type {Attachment} from '../protocol/message.ts';
import {readMessage} from '../protocol/read.ts';
import type {UploadOptions} from '../protocol/transport.ts';
import {type GatewayClient, parseJson} from './gateway-client.ts';
import {type GatewayResponse, codeOf, garbledError, toTransportError} from './gateway-errors.ts';
import type {GatewaySession} from './gateway-session.ts';
import {parseRetryAfter} from './retry-after.ts';
import {sleep} from './sleep.ts';

/** Milliseconds without progress after which an upload is given up. */
const stallTimeout = 60_000;
const operation = 'POST attachments';
/** How often an upload is retried while an earlier attempt, whose connection broke, still counts as in progress: half a minute in all. */
const maxRetries = 5;

/** Uploads a file. The same id is the same upload, however often it is sent. */
export async function upload(client: GatewayClient, file: File, options: UploadOptions): Promise<Attachment> {
  const {signal, onProgress} = options;
  const post = typeof XMLHttpRequest === 'function' ? postWithXhr : postWithFetch;
  const send = (): Promise<GatewayResponse> => client.withSession((session) => post(client, session, file, options));
  let answer = await send();
  for (let attempt = 0; attempt < maxRetries && codeOf(answer) === 'in_progress'; attempt++) {
    await sleep((parseRetryAfter(answer.retryAfter) ?? 1) * 1000 * 2 ** attempt, signal);
    answer = await send();
  }
  if (answer.status < 200 || answer.status > 299) throw toTransportError(operation, answer, true);
  const {url, meta}: {url?: unknown; meta?: unknown} = Object(answer.body);
  const {message} = readMessage({type: 'attachment', url, meta});
  if (message?.type !== 'attachment') throw garbledError(operation);
  onProgress?.(1);
  return {url: message.url, meta: message.meta};
}

function formOf(file: File): FormData {
  const form = new FormData();
  form.append('file', file, file.name);
  return form;
}

function headersOf(session: GatewaySession, id: string | undefined): Record<string, string> {
  return {accept: 'application/json', authorization: `Bearer ${session.token}`, ...(id !== undefined && {'idempotency-key': id})};
}

/** For platforms that report no upload progress. */
async function postWithFetch(
  client: GatewayClient,
  session: GatewaySession,
  file: File,
  {id, signal}: UploadOptions,
): Promise<GatewayResponse> {
  const call = {method: 'POST', headers: headersOf(session, id), body: formOf(file), signal} as const;
  return client.read(operation, await client.fetch(client.urlOf(session, 'attachments'), call), signal);
}

function postWithXhr(client: GatewayClient, session: GatewaySession, file: File, options: UploadOptions): Promise<GatewayResponse> {
  const {id, signal, onProgress} = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    let stallTimer: ReturnType<typeof setTimeout> | undefined;
    const abort = (): void => request.abort();
    const cleanUp = (): void => {
      clearTimeout(stallTimer);
      signal?.removeEventListener('abort', abort);
    };
    const restartStallTimer = (): void => {
      clearTimeout(stallTimer);
      stallTimer = setTimeout(abort, stallTimeout);
    };
    const fail = (fault: 'unreachable' | 'timeout', how: string) => (): void => {
      cleanUp();
      reject(signal?.aborted ? signal.reason : new TransportError(fault, `${operation} ${how}`));
    };
    request.upload.addEventListener('progress', ({loaded, total}) => {
      restartStallTimer();
      if (total) onProgress?.(Math.min(1, loaded / total));
    });
    request.addEventListener('load', () => {
      cleanUp();
      const {status, responseText} = request;
      resolve({status, body: parseJson(responseText), retryAfter: request.getResponseHeader('retry-after')});
    });
    request.addEventListener('error', fail('unreachable', 'broke off'));
    request.addEventListener('abort', fail('timeout', 'stood still'));
    signal?.addEventListener('abort', abort, {once: true});
    request.open('POST', client.urlOf(session, 'attachments'));
    for (const [name, value] of Object.entries(headersOf(session, id))) request.setRequestHeader(name, value);
    restartStallTimer();
    request.send(formOf(file));
  });
}
