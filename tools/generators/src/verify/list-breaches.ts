import ts from 'typescript';
import { runtimeShape } from './code-shape.ts';
import { type Breach, breachAt, parseCode } from './parse-code.ts';
import { typeBreaches } from './type-breaches.ts';

/** What emitters write for a harmless contract that uses all of them. */
export interface HarmlessCode {
  /** Shapes of the statements that remain when the types are gone. */
  readonly statements: ReadonlySet<string>;
  /** Texts of the types, of which some are the same for every contract. */
  readonly types: ReadonlySet<string>;
  /** Modules that types are imported from. */
  readonly modules: ReadonlySet<string>;
}

/**
 * Where emitted code does more than the same emitter's code for a harmless contract: each statement that runs has to be
 * one that is known, and every other has to be a type. So text of a contract can be a literal, a name or a comment,
 * whatever it contains, and never code.
 */
export function listBreaches(
  { path, text }: { readonly path: string; readonly text: string },
  harmless: HarmlessCode,
): readonly Breach[] {
  const { source, breaches } = parseCode(path, text);
  if (breaches.length > 0) return breaches;
  const types = typeBreaches(source, (declaration) => harmless.types.has(declaration.getText(source)));
  const statements = source.statements
    .filter((statement) => !isType(statement) && !isHarmless(statement, harmless))
    .map((statement) => breachAt(source, statement.getStart(source), 'is code that no harmless contract leads to'));
  return [...types, ...statements];
}

/** Of the texts of files that a harmless contract leads to. */
export function harmlessCode(texts: readonly string[]): HarmlessCode {
  const sources = texts.map((text) => parseCode('harmless.ts', text).source);
  const others = sources.flatMap(({ statements }) => statements.filter((statement) => !isType(statement)));
  return {
    statements: new Set(others.filter((statement) => moduleOfTypes(statement) === undefined).map(runtimeShape)),
    types: new Set(
      sources.flatMap((source) => source.statements.filter(isType).map((statement) => statement.getText(source))),
    ),
    modules: new Set(others.map(moduleOfTypes).filter((module) => module !== undefined)),
  };
}

function isHarmless(statement: ts.Statement, { statements, modules }: HarmlessCode): boolean {
  const module = moduleOfTypes(statement);
  return module === undefined ? statements.has(runtimeShape(statement)) : modules.has(module);
}

function isType(statement: ts.Statement): boolean {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

/** Of `import type`; undefined for everything else. */
function moduleOfTypes(statement: ts.Statement): string | undefined {
  if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly !== true) return undefined;
  return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined;
}
