import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {type BareSite, bareSite, textOf} from './bare-site.ts';

interface Recording {
  request: {body: BotRequest};
  response: {status: number; headers: Record<string, string>; body?: unknown; text?: string};
}

/** A BotManager that replays recordings of the real SDK byte by byte: the one named by the text of a request, or `start`. */
export function recordedBot(): Promise<BareSite> {
  return bareSite((asked, response) => {
    const {status, headers, bytes} = readRecording(asked.event === 'start' ? 'start' : textOf(asked));
    response.writeHead(status, {...headers, 'content-length': Buffer.byteLength(bytes)}).end(bytes);
  });
}

function readRecording(name: string): {status: number; headers: Record<string, string>; bytes: string} {
  const file = join(import.meta.dirname, `../fixtures/bot-sdk/${name}.json`);
  const {response} = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  const {'content-type': type = 'application/json', etag = ''} = response.headers;
  const headers = {'content-type': type, ...(etag && {etag}), 'x-powered-by': 'Express'};
  return {status: response.status, headers, bytes: response.text ?? JSON.stringify(response.body)};
}
