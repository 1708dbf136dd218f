import {TransportError} from '../protocol/errors.ts';
import type {Attachment} from '../protocol/message.ts';
import {readMessage} from '../protocol/read.ts';
import type {UploadOptions} from '../protocol/transport.ts';
import {type GatewayCalls, parsed} from './gateway-calls.ts';
import {type Answer, codeOf, garbled, refusal} from './gateway-problem.ts';
import type {GatewaySession} from './gateway-session.ts';
import {retryAfter} from './retry-after.ts';
import {sleep} from './sleep.ts';

/** Milliseconds without progress after which an upload is given up. */
const patience = 60_000;
const what = 'POST attachments';
/** How often an upload is retried while an earlier attempt, whose connection broke, still counts as in progress: half a minute in all. */
const moreTries = 5;

/** Uploads a file. The same id is the same upload, however often it is sent. */
export async function upload(calls: GatewayCalls, file: File, options: UploadOptions): Promise<Attachment> {
  const {signal, onProgress} = options;
  const post = typeof XMLHttpRequest === 'function' ? postWithProgress : postAtOnce;
  const send = (): Promise<Answer> => calls.within((session) => post(calls, session, file, options));
  let answer = await send();
  for (let tries = 0; tries < moreTries && codeOf(answer) === 'in_progress'; tries++) {
    await sleep((retryAfter(answer.retryAfter) ?? 1) * 1000 * 2 ** tries, signal);
    answer = await send();
  }
  if (answer.status < 200 || answer.status > 299) throw refusal(what, answer, true);
  const {url, meta}: {url?: unknown; meta?: unknown} = Object(answer.body);
  const {message} = readMessage({type: 'attachment', url, meta});
  if (message?.type !== 'attachment') throw garbled(what);
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
async function postAtOnce(calls: GatewayCalls, session: GatewaySession, file: File, {id, signal}: UploadOptions): Promise<Answer> {
  const call = {method: 'POST', headers: headersOf(session, id), body: formOf(file), signal} as const;
  return calls.read(what, await calls.fetch(calls.addressOf(session, 'attachments'), call), signal);
}

function postWithProgress(calls: GatewayCalls, session: GatewaySession, file: File, options: UploadOptions): Promise<Answer> {
  const {id, signal, onProgress} = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const abort = (): void => request.abort();
    const end = (): void => {
      clearTimeout(stalled);
      signal?.removeEventListener('abort', abort);
    };
    const moved = (): void => {
      clearTimeout(stalled);
      stalled = setTimeout(abort, patience);
    };
    const fail = (fault: 'unreachable' | 'timeout', how: string) => (): void => {
      end();
      reject(signal?.aborted ? signal.reason : new TransportError(fault, `${what} ${how}`));
    };
    request.upload.addEventListener('progress', ({loaded, total}) => {
      moved();
      if (total) onProgress?.(Math.min(1, loaded / total));
    });
    request.addEventListener('load', () => {
      end();
      const {status, responseText} = request;
      resolve({status, body: parsed(responseText), retryAfter: request.getResponseHeader('retry-after')});
    });
    request.addEventListener('error', fail('unreachable', 'broke off'));
    request.addEventListener('abort', fail('timeout', 'stood still'));
    signal?.addEventListener('abort', abort, {once: true});
    request.open('POST', calls.addressOf(session, 'attachments'));
    for (const [name, value] of Object.entries(headersOf(session, id))) request.setRequestHeader(name, value);
    moved();
    request.send(formOf(file));
  });
}
