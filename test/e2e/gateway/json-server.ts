import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface JsonServer {
  url: string;
  close(): Promise<void>;
}

/** A third-party server, such as a desk or a filter. `answer` returns the JSON response to a JSON body, or a status. */
export async function jsonServer(answer: (body: unknown, path: string) => unknown): Promise<JsonServer> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const answered = answer(JSON.parse(body), request.url ?? '/');
      if (typeof answered === 'number') response.writeHead(answered).end();
      else response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
