import { ts } from 'ts-morph';

/** One module that a file names, statically or by `import()` or `require()`. */
export interface ImportReference {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
  /** Vanishes when types are stripped. */
  readonly typeOnly: boolean;
}

/** Every module that the text of a TypeScript or JavaScript file names, in the order of the text. */
export function readImports(fileName: string, text: string): readonly ImportReference[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, false);
  const references: ImportReference[] = [];
  const visit = (node: ts.Node): void => {
    const found = referenceOf(node);
    if (found !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(found.specifier.getStart(source));
      references.push({ specifier: found.specifier.text, line: line + 1, typeOnly: found.typeOnly });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return references;
}

interface FoundReference {
  readonly specifier: ts.StringLiteralLike;
  readonly typeOnly: boolean;
}

function referenceOf(node: ts.Node): FoundReference | undefined {
  if (ts.isImportDeclaration(node)) return found(node.moduleSpecifier, isTypeOnlyImport(node.importClause));
  if (ts.isExportDeclaration(node)) return found(node.moduleSpecifier, isTypeOnlyExport(node));
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return found(node.argument.literal, true);
  if (ts.isCallExpression(node) && isModuleCall(node.expression)) return found(node.arguments[0], false);
  return undefined;
}

function found(specifier: ts.Node | undefined, typeOnly: boolean): FoundReference | undefined {
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? { specifier, typeOnly } : undefined;
}

// `import { type A } from 'x'` still loads x: `verbatimModuleSyntax` keeps the statement.
function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function isTypeOnlyExport(node: ts.ExportDeclaration): boolean {
  return node.isTypeOnly;
}

function isModuleCall(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}
