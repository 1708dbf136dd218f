import {readdirSync, readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {basename, join} from 'node:path';

/** An exchange with a real BotManager, as recorded on the wire. */
export interface Recording {
  name: string;
  request: {method: string; path: string; headers: Record<string, string | number>; body?: unknown};
  response: {status: number; headers: Record<string, string>; body?: unknown; text?: string};
}

const folder = join(import.meta.dirname, '../fixtures/bot-sdk');

/** Recordings of a subfolder of the fixtures, by name. */
export function recordings(below = ''): Map<string, Recording> {
  const files = readdirSync(join(folder, below)).filter((file) => file.endsWith('.json'));
  const read = files.map((file): Recording => ({
    name: basename(file, '.json'),
    ...JSON.parse(readFileSync(join(folder, below, file), 'utf8')),
  }));
  return new Map(read.filter(({response}) => response).map((recording) => [recording.name, recording]));
}

/** The body of a recorded answer as bytes. */
export function bytesOf({response}: Recording): Buffer {
  return Buffer.from(response.text ?? ('body' in response ? JSON.stringify(response.body) : ''));
}

/** Replays a recorded answer: status, headers and bytes. */
export function replay(recording: Recording, response: ServerResponse): void {
  const {date: _, ...headers} = recording.response.headers;
  response.writeHead(recording.response.status, headers).end(bytesOf(recording));
}

export interface ReceivedRequest {
  method: string;
  headers: IncomingMessage['headers'];
  text: string;
}

export interface RunningServer {
  url: string;
  asked: ReceivedRequest[];
  close(): Promise<void>;
}

/** A real server on a free port, which calls `answer` once the body of a request has arrived. */
export async function serve(
  answer: (asked: ReceivedRequest, response: ServerResponse, request: IncomingMessage) => unknown,
): Promise<RunningServer> {
  const asked: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {method: request.method ?? '', headers: request.headers, text: Buffer.concat(chunks).toString()};
      asked.push(one);
      void answer(one, response, request);
    });
    request.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bot/message`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
