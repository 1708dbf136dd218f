import {Hono} from 'hono';
import type {Env} from '../env.ts';
import {openapiDocument} from '../openapi/description.ts';
import type {Services} from '../services.ts';

/** The gateway's OpenAPI description. */
export function openapiRoutes({options}: Services): Hono<Env> {
  const description = openapiDocument(new URL(options.publicUrl).origin);
  const app = new Hono<Env>();
  app.get('/openapi.json', (c) => c.json(description));
  return app;
}
