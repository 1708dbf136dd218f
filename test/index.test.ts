import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';
import {describe, expect, test} from 'vitest';

const src = new URL('../src/', import.meta.url);
const parse = (path: string) => {
  const file = fileURLToPath(new URL(path, src));
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
};

/** Every export of the headless entry, with the file it comes from. */
const exported = parse('index.ts').statements.flatMap((statement) => {
  if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) return [];
  const from = (statement.moduleSpecifier as ts.StringLiteral).text;
  return statement.exportClause.elements.map(({name, isTypeOnly}) => ({name: name.text, from, type: isTypeOnly || statement.isTypeOnly}));
});

describe('the headless entry point', () => {
  test('can be imported in plain Node and has exactly the listed exports', async () => {
    const entry: object = await import('../src/index.ts');
    expect(Object.keys(entry).toSorted()).toEqual(
      exported
        .filter(({type}) => !type)
        .map(({name}) => name)
        .toSorted(),
    );
  });

  test('lists each export explicitly and once', () => {
    expect(exported.length).toBeGreaterThan(50);
    expect(new Set(exported.map(({name}) => name)).size).toBe(exported.length);
  });

  test('documents each class, function and value', () => {
    const undocumented = exported.filter(({name, from, type}) => !type && !isDocumented(name, from));
    expect(undocumented.map(({name, from}) => `${name} of ${from}`)).toEqual([]);
  });
});

function isDocumented(name: string, from: string): boolean {
  const source = parse(from);
  const declaration = source.statements.find((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.some((one) => one.name.getText(source) === name)
      : 'name' in statement && (statement.name as ts.Identifier | undefined)?.text === name,
  );
  const again = source.statements.find(
    (statement): statement is ts.ExportDeclaration =>
      ts.isExportDeclaration(statement) &&
      !!statement.exportClause &&
      ts.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some((one) => one.name.text === name),
  );
  if (!declaration && again?.moduleSpecifier) {
    const next = (again.moduleSpecifier as ts.StringLiteral).text.replace('./', `${from.slice(0, from.lastIndexOf('/'))}/`);
    return isDocumented(name, next);
  }
  return declaration !== undefined && ts.getJSDocCommentsAndTags(declaration).length > 0;
}
