import ts from 'typescript';
import { runtimeName } from '../emit/fetch-codecs.ts';
import { kindName } from './parse-code.ts';

/**
 * What a piece of code does, as text: the kinds of its nodes and the names that it uses at run time. Literals count as data
 * of whatever content, and so do the names that a contract gives: keys of object literals, the name of a function, types.
 */
export function runtimeShape(node: ts.Node): string {
  if (ts.isTypeNode(node)) return 'type';
  if (isData(node)) return 'data';
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAssignment(node) && !ts.isComputedPropertyName(node.name)) {
    return `key:${runtimeShape(node.initializer)}`;
  }
  const parts: string[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(isDeclaredName(node, child) ? 'name' : partShape(node, child));
  });
  const shown = ts.isObjectLiteralExpression(node) ? [...new Set(parts)] : parts;
  return `${kindName(node.kind)}(${shown.join(' ')})`;
}

function isDeclaredName(node: ts.Node, child: ts.Node): boolean {
  return (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) && child === node.name;
}

/** Names of modules are no data: they say which code runs. */
function partShape(parent: ts.Node, child: ts.Node): string {
  return ts.isImportDeclaration(parent) && ts.isStringLiteral(child) ? child.text : runtimeShape(child);
}

/** JSON, as it stands in code. */
function isData(node: ts.Node): boolean {
  switch (node.kind) {
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
    case ts.SyntaxKind.NullKeyword:
      return true;
    default:
  }
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  if (ts.isCallExpression(node)) return isCodec(node.expression) && node.arguments.every(isData);
  if (isCodec(node)) return true;
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isData);
  if (ts.isAsExpression(node)) return ts.isConstTypeReference(node.type) && isData(node.expression);
  return ts.isObjectLiteralExpression(node) && node.properties.every(isDataProperty);
}

/** `$runtime.jsonBody`: how clients on `fetch` say what reads and writes a media type. Not one of them runs code of its arguments. */
function isCodec(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === runtimeName &&
    /^[a-zA-Z]+(?:Answer|Body|Headers)$/.test(node.name.text)
  );
}

function isDataProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(property)) return false;
  const { name } = property;
  return (!ts.isComputedPropertyName(name) || ts.isStringLiteral(name.expression)) && isData(property.initializer);
}

/** One node of a tree: its kind, whether a name or a literal stands for it, and where. */
export interface ShapeNode {
  readonly kind: string;
  readonly position: number;
}

/**
 * Every node of a file in the order of the text. Names and texts count as the same: which of the two it is depends on
 * nothing but the characters of a name, as does the choice between `a.b` and `a["b"]` and between `a: 1` and `["a"]: 1`.
 */
export function treeShape(source: ts.SourceFile): readonly ShapeNode[] {
  const nodes: ShapeNode[] = [];
  const visit = (node: ts.Node): void => {
    const isName = ts.isComputedPropertyName(node) && ts.isStringLiteral(node.expression);
    nodes.push({ kind: isName ? 'name' : kindOf(node), position: node.pos });
    if (!isName) ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return nodes;
}

function kindOf({ kind }: ts.Node): string {
  if (kind === ts.SyntaxKind.Identifier || kind === ts.SyntaxKind.StringLiteral) return 'name';
  return kind === ts.SyntaxKind.ElementAccessExpression ? 'PropertyAccessExpression' : kindName(kind);
}
