import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface SourceFile {
  /** Relative to the folder that was searched, such as `components/card/card.ts`. */
  path: string;
  text: string;
  /** The text without its comments. */
  code: string;
}

/** The TypeScript files of one folder of the project. */
export function sourcesIn(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(root, folder, path), 'utf8');
      return {path: path.replaceAll('\\', '/'), text, code: text.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')};
    });
}

/** The static, dynamic and type imports of a file: own files by path, packages by name. */
export function importsOf({path, code}: SourceFile): {files: string[]; packages: string[]} {
  const named = [...code.matchAll(/\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g)].map(([, , name]) => name!);
  return {
    files: named.filter((name) => name.startsWith('.')).map((name) => join(dirname(path), name).replaceAll('\\', '/')),
    packages: named.filter((name) => !name.startsWith('.')).map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')),
  };
}
