import { jsonText, propertyName } from '../../emit/code-text.ts';

const longestLine = 80;

/** A JSON value as people write it in TypeScript. */
export function printLiteral(value: unknown, indent = ''): string {
  const line = printLine(value);
  if (line.length + indent.length <= longestLine || typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${printLiteral(item, inner)},\n`).join('')}${indent}]`;
  }
  const members = Object.entries(value).map(
    ([name, member]) => `${inner}${key(name)}: ${printLiteral(member, inner)},\n`,
  );
  return `{\n${members.join('')}${indent}}`;
}

function printLine(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map(printLine).join(', ')}]`;
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return jsonText(value);
  const members = Object.entries(value).map(([name, member]) => `${key(name)}: ${printLine(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Single quotes; nothing in it is invisible. */
function text(value: string): string {
  const inner = jsonText(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** `__proto__` in a literal would be no member. */
function key(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  const plain = propertyName(name);
  return plain === name ? name : text(name);
}
