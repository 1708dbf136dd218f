import {readFileSync} from 'node:fs';

export interface Secrets {
  environment: Readonly<Record<string, string | undefined>>;
  /** Reads a file; throws if it does not exist. */
  readFile?: (path: string) => string;
}

const place = /\$\{([^}]*)\}/g;

/**
 * Inserts values of the environment into every text of a configuration: `${NAME}`, or `${file:/run/secrets/name}` for the contents of a file.
 * Missing ones are added to `mistakes`, with the key that refers to them.
 */
export function withSecrets(value: unknown, secrets: Secrets, mistakes: string[], path = ''): unknown {
  if (typeof value === 'string') return value.replace(place, (_, name: string) => secretOf(name, secrets, mistakes, path));
  if (Array.isArray(value)) return value.map((item, index) => withSecrets(item, secrets, mistakes, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  const inside = (key: string): string => (path ? `${path}.${key}` : key);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withSecrets(inner, secrets, mistakes, inside(key))]));
}

function secretOf(name: string, {environment, readFile = read}: Secrets, mistakes: string[], path: string): string {
  const missing = (what: string): string => {
    mistakes.push(`${path} asks for ${what}`);
    return '';
  };
  if (name.startsWith('file:')) {
    const file = name.slice('file:'.length);
    try {
      return readFile(file).trim() || missing(`the file ${file}, which is empty`);
    } catch {
      return missing(`the file ${file}, which cannot be read`);
    }
  }
  return environment[name] || missing(`${name} of the environment, which is not set`);
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}
