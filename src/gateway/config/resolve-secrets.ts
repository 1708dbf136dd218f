import {readFileSync} from 'node:fs';

export interface SecretSources {
  environment: Readonly<Record<string, string | undefined>>;
  /** Reads a file; throws if it does not exist. */
  readFile?: (path: string) => string;
}

const placeholder = /\$\{([^}]*)\}/g;

/**
 * Inserts values of the environment into every text of a configuration: `${NAME}`, or `${file:/run/secrets/name}` for the contents of a file.
 * Missing ones are added to `issues`, with the key that refers to them.
 */
export function resolveSecrets(value: unknown, sources: SecretSources, issues: string[], path = ''): unknown {
  if (typeof value === 'string') return value.replace(placeholder, (_, name: string) => resolveSecret(name, sources, issues, path));
  if (Array.isArray(value)) return value.map((item, index) => resolveSecrets(item, sources, issues, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  const pathOf = (key: string): string => (path ? `${path}.${key}` : key);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveSecrets(inner, sources, issues, pathOf(key))]));
}

function resolveSecret(name: string, {environment, readFile = readText}: SecretSources, issues: string[], path: string): string {
  const reportMissing = (what: string): string => {
    issues.push(`${path} asks for ${what}`);
    return '';
  };
  if (name.startsWith('file:')) {
    const file = name.slice('file:'.length);
    try {
      return readFile(file).trim() || reportMissing(`the file ${file}, which is empty`);
    } catch {
      return reportMissing(`the file ${file}, which cannot be read`);
    }
  }
  return environment[name] || reportMissing(`${name} of the environment, which is not set`);
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
