import type { Operation } from '@brrt/service-model';
import ts from 'typescript';

/** Rules about single objects, by operation. */
export const authorizeFile = 'src/authorize.ts';

/** Exports of `@brrt/router-core` that say who answers an operation without a handler. */
export type RegistryMarker = (typeof registryMarkers)[number];
export const registryMarkers = ['fromContract', 'passThrough'] as const;

/** Who answers an operation as long as nobody writes a handler. */
export function markerOf({ passThrough }: Pick<Operation, 'passThrough'>): RegistryMarker {
  return passThrough === undefined ? 'fromContract' : 'passThrough';
}

/** One line of the registry of handlers. */
export interface RegistryEntry {
  readonly name: string;
  /** What stands there instead of a handler. */
  readonly marker: RegistryMarker | undefined;
  /** Module specifier from which a handler of the same name is imported: `./get-pet.ts`. */
  readonly file: string | undefined;
}

/** Entries of `export const handlers = { … }`, in their order; undefined when the text has no such constant. */
export function readRegistry(text: string): readonly RegistryEntry[] | undefined {
  const source = ts.createSourceFile('index.ts', text, ts.ScriptTarget.ESNext, true);
  const object = findObject(source, 'handlers');
  if (object === undefined) return undefined;
  const files = importedNames(source);
  return object.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) return [];
    const name = nameText(property.name, source);
    const value = ts.isPropertyAssignment(property) ? property.initializer.getText(source) : name;
    const marker = registryMarkers.find((each) => each === value);
    return [{ name, marker, file: value === name ? files.get(name) : undefined }];
  });
}

/** Names of the entries of `export const <constant> = { … }`; none when the text has no such constant. */
export function readEntryNames(text: string, constant: string): readonly string[] {
  const source = ts.createSourceFile('index.ts', text, ts.ScriptTarget.ESNext, true);
  const properties = findObject(source, constant)?.properties ?? [];
  return properties.flatMap(({ name }) => (name === undefined ? [] : [nameText(name, source)]));
}

function nameText(name: ts.PropertyName, source: ts.SourceFile): string {
  return name.getText(source).replace(/^(['"])(.*)\1$/, '$2');
}

function findObject(source: ts.SourceFile, constant: string): ts.ObjectLiteralExpression | undefined {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const declaration = statement.declarationList.declarations.find(({ name }) => name.getText(source) === constant);
    const value = declaration?.initializer;
    const object = value !== undefined && ts.isSatisfiesExpression(value) ? value.expression : value;
    if (object !== undefined && ts.isObjectLiteralExpression(object)) return object;
  }
  return undefined;
}

function importedNames(source: ts.SourceFile): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const named = statement.importClause?.namedBindings;
    if (named === undefined || !ts.isNamedImports(named)) continue;
    for (const element of named.elements) {
      if (element.propertyName === undefined) files.set(element.name.text, statement.moduleSpecifier.text);
    }
  }
  return files;
}
