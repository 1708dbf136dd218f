// The minimum cost of a stored message: Hono parses it, the store persists it, and the conversation's stream delivers it. No tokens,
// checks, bot, turns or resumption. Its paths are the gateway's, so that the client is the same.
import {randomUUID} from 'node:crypto';
import {serve} from '@hono/node-server';
import {Hono} from 'hono';
import {openLog} from './log.mjs';

const log = openLog(process.argv[2]);
const streams = new Map();
const encoder = new TextEncoder();
const app = new Hono();

app.post('/v1/conversations', (c) => c.json({id: randomUUID(), token: 'none'}, 201));

app.get('/v1/conversations/:id/events', (c) => {
  const id = c.req.param('id');
  const body = new ReadableStream({
    start: (controller) => void streams.set(id, controller),
    cancel: () => void streams.delete(id),
  });
  streams.get(id).enqueue(encoder.encode('data: {"type":"ready"}\n\n'));
  return c.body(body, 200, {'content-type': 'text/event-stream'});
});

app.post('/v1/conversations/:id/messages', async (c) => {
  const id = c.req.param('id');
  const event = JSON.stringify({type: 'message', message: await c.req.json(), from: {kind: 'bot'}, ts: new Date().toISOString()});
  const number = await log.add(id, event);
  streams.get(id)?.enqueue(encoder.encode(`id: ${number}\ndata: ${event}\n\n`));
  return c.json({id: number}, 202);
});

serve({fetch: app.fetch, hostname: '127.0.0.1', port: 0}, ({port}) => console.info(JSON.stringify({what: 'listening', port})));
