// The minimum cost of a request: Hono parses JSON and sends it back.
import {serve} from '@hono/node-server';
import {Hono} from 'hono';

const app = new Hono();
app.post('*', async (c) => c.json(await c.req.json(), 202));
serve({fetch: app.fetch, hostname: '127.0.0.1', port: 0}, ({port}) => console.info(JSON.stringify({what: 'listening', port})));
