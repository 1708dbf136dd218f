import {schemas} from './validation.ts';

/** OpenAPI description of the bot's endpoint, as a BotManager publishes it under `/openapi.json`. */
export const description = {
  openapi: '3.0.2',
  info: {title: 'Nordlicht Bot', version: '4.0.0', description: 'The bot of the lamp shop: a BotManager with one agent, `custom`.'},
  paths: {
    '/bot/message': {
      post: {
        operationId: 'message',
        summary: 'Sends a BotRequest and is answered with a BotResponse',
        requestBody: {required: true, content: {'application/json': {schema: {$ref: '#/components/schemas/bot_request'}}}},
        responses: {
          200: {description: 'A BotResponse', content: {'application/json': {schema: {$ref: '#/components/schemas/bot_message'}}}},
          default: {description: 'An error: `error` is the status, `message` a short reason, `info` its details'},
        },
      },
    },
  },
  components: {schemas: Object.fromEntries([...schemas].map(([name, schema]) => [name, rebaseReferences(schema, name)]))},
};

/** The schema with its references rewritten to its place in the description. */
function rebaseReferences(value: unknown, home: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => rebaseReferences(inner, home));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === '$ref' ? reference(String(inner), home) : rebaseReferences(inner, home)]),
  );
}

function reference(to: string, home: string): string {
  const [schema, inside = ''] = to.split('#');
  return `#/components/schemas/${schema || home}${inside}`;
}
