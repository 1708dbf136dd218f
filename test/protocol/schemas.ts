import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {Ajv} from 'ajv';

const folder = join(dirname(createRequire(import.meta.url).resolve('@vivocha/public-types/package.json')), 'schemas');

// The schemas refer to each other by plain file names, and one contains a misspelt keyword.
const ajv = new Ajv({strict: false, allErrors: true});
for (const file of readdirSync(folder))
  ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object, file.replace('.json', ''));

/** Validates a value against an official schema and returns the errors. */
export function schemaErrors(schema: 'bot_request' | 'bot_response' | 'text_message', value: unknown): string[] {
  const valid = ajv.validate(schema, value);
  return valid ? [] : (ajv.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`);
}
