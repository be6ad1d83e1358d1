import ts from 'typescript';
import { type Breach, breachAt, kindName } from './parse-code.ts';

/** Kinds of nodes that types of contracts are made of. */
const typeKinds: ReadonlySet<ts.SyntaxKind> = new Set([
  ...[ts.SyntaxKind.InterfaceDeclaration, ts.SyntaxKind.TypeAliasDeclaration, ts.SyntaxKind.ExportKeyword],
  ...[ts.SyntaxKind.PropertySignature, ts.SyntaxKind.ReadonlyKeyword, ts.SyntaxKind.QuestionToken],
  ...[ts.SyntaxKind.IndexSignature, ts.SyntaxKind.MethodSignature, ts.SyntaxKind.Parameter],
  ...[ts.SyntaxKind.TypeParameter],
  ...[ts.SyntaxKind.TypeLiteral, ts.SyntaxKind.UnionType, ts.SyntaxKind.IntersectionType],
  ...[ts.SyntaxKind.ParenthesizedType, ts.SyntaxKind.ArrayType, ts.SyntaxKind.TupleType, ts.SyntaxKind.OptionalType],
  ...[ts.SyntaxKind.RestType, ts.SyntaxKind.TypeOperator, ts.SyntaxKind.TypeReference, ts.SyntaxKind.QualifiedName],
  ...[ts.SyntaxKind.LiteralType, ts.SyntaxKind.TemplateLiteralType, ts.SyntaxKind.TemplateLiteralTypeSpan],
  ...[ts.SyntaxKind.TemplateHead, ts.SyntaxKind.TemplateMiddle, ts.SyntaxKind.TemplateTail],
  ...[ts.SyntaxKind.StringLiteral, ts.SyntaxKind.NumericLiteral, ts.SyntaxKind.PrefixUnaryExpression],
  ...[ts.SyntaxKind.NullKeyword, ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.Identifier],
  ...[ts.SyntaxKind.StringKeyword, ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.BooleanKeyword],
  ...[ts.SyntaxKind.BigIntKeyword, ts.SyntaxKind.UnknownKeyword, ts.SyntaxKind.NeverKeyword],
  ...[ts.SyntaxKind.UndefinedKeyword, ts.SyntaxKind.IndexedAccessType],
]);

/** Types of the language that emitted ones are made with. */
const languageTypes: ReadonlySet<string> = new Set([
  'AsyncIterable',
  'Exclude',
  'Extract',
  'FormData',
  'Iterable',
  'Promise',
  'Uint8Array',
]);

/**
 * Where the types of a file are made of something that no schema leads to, or refer to what the file neither declares nor
 * imports. `isKnown` passes for declarations that are the same for every contract.
 */
export function typeBreaches(
  source: ts.SourceFile,
  isKnown: (declaration: ts.Statement) => boolean,
): readonly Breach[] {
  const names = new Set([...languageTypes, ...namesIn(source)]);
  const breaches: Breach[] = [];
  const visit = (node: ts.Node): void => {
    const message = typeKinds.has(node.kind)
      ? strangeReference(node, names)
      : `has a ${kindName(node.kind)} among its types`;
    if (message !== undefined) breaches.push(breachAt(source, node.getStart(source), message));
    else ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) {
    if ((ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && !isKnown(statement))
      visit(statement);
  }
  return breaches;
}

function strangeReference(node: ts.Node, names: ReadonlySet<string>): string | undefined {
  if (!ts.isTypeReferenceNode(node)) return undefined;
  const { typeName } = node;
  const name = ts.isIdentifier(typeName) ? typeName : typeName.left;
  return ts.isIdentifier(name) && names.has(name.text) ? undefined : 'refers to a type that the file does not have';
}

/** What the file declares or imports, parameters of its types included. */
function namesIn(source: ts.SourceFile): readonly string[] {
  return source.statements.flatMap((statement) => {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      return [statement.name.text, ...(statement.typeParameters ?? []).map(({ name }) => name.text)];
    }
    return ts.isImportDeclaration(statement) ? importedNames(statement) : [];
  });
}

function importedNames({ importClause }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return [];
  return ts.isNamespaceImport(bindings) ? [bindings.name.text] : bindings.elements.map(({ name }) => name.text);
}
