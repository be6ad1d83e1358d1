import { docComment, propertyName, stringLiteral } from './code-text.ts';
import type { ObjectNode, TupleNode, TypeMember, TypeNode } from './type-node.ts';

const longestLine = 110;

/** A type as text; its later lines are indented by `indent`. `prefix` stands before every reference. */
export function printType(type: TypeNode, { indent = '', prefix = '' }: TypeLayout = {}): string {
  const layout = { indent, prefix };
  switch (type.kind) {
    case 'keyword':
    case 'imported':
      return type.name;
    case 'literal':
      return typeof type.value === 'string' ? stringLiteral(type.value) : String(type.value);
    case 'reference':
      return `${prefix}${type.name}`;
    case 'array':
      return `readonly ${operand(type.item, layout)}[]`;
    case 'tuple':
      return printTuple(type, layout);
    case 'object':
      return printObject(type, layout);
    case 'union':
      return printUnion(type.members, layout);
    case 'intersection':
      return type.members.map((member) => operand(member, layout)).join(' & ');
  }
}

export interface TypeLayout {
  readonly indent?: string;
  readonly prefix?: string;
}

/** `{ … }` with its members on lines of their own, as the body of an interface has them too. */
export function printObject({ members, index }: ObjectNode, { indent = '', prefix = '' }: TypeLayout = {}): string {
  const deeper = { indent: `${indent}  `, prefix };
  const lines = members.map((member) => printMember(member, deeper));
  if (index !== undefined) lines.push(`${deeper.indent}readonly [key: string]: ${printType(index, deeper)};\n`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

function printMember({ name, optional, type, comment }: TypeMember, layout: Required<TypeLayout>): string {
  const { indent } = layout;
  const key = `${propertyName(name)}${optional ? '?' : ''}`;
  return `${docComment(comment, indent)}${indent}readonly ${key}: ${printType(type, layout)};\n`;
}

function printUnion(members: readonly TypeNode[], layout: Required<TypeLayout>): string {
  const texts = members.map((member) =>
    member.kind === 'intersection' ? operand(member, layout) : printType(member, layout),
  );
  const line = texts.join(' | ');
  if (line.length + layout.indent.length <= longestLine || line.includes('\n')) return line;
  return texts.map((text) => `\n${layout.indent}  | ${text}`).join('');
}

function printTuple({ items, required, rest }: TupleNode, layout: Required<TypeLayout>): string {
  const texts = items.map((item, index) => (index < required ? printType(item, layout) : `${operand(item, layout)}?`));
  if (rest !== undefined) texts.push(`...${operand(rest, layout)}[]`);
  return `readonly [${texts.join(', ')}]`;
}

/** In parentheses where an operator around it would bind closer. */
function operand(type: TypeNode, layout: Required<TypeLayout>): string {
  const text = printType(type, layout);
  const isCompound =
    type.kind === 'union' || type.kind === 'intersection' || type.kind === 'array' || type.kind === 'tuple';
  return isCompound ? `(${text})` : text;
}
