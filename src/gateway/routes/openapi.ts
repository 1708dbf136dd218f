import {Hono} from 'hono';
import type {Env} from '../env.ts';
import {openapiDocument} from '../openapi/description.ts';
import type {Surroundings} from '../surroundings.ts';

/** The gateway's OpenAPI description. */
export function openapiRoutes({options}: Surroundings): Hono<Env> {
  const described = openapiDocument(new URL(options.publicUrl).origin);
  const app = new Hono<Env>();
  app.get('/openapi.json', (c) => c.json(described));
  return app;
}
