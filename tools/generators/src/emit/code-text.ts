import { visibleText } from '@brrt/service-model';

const identifierPattern = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

// `node --enable-source-maps` looks for it in the whole text of a module.
const sourceMapComment = /sourceMappingURL=/g;

/** A double-quoted literal of TypeScript: the only way in which text of a contract enters code as a value. */
export function stringLiteral(text: string): string {
  return literalText(text);
}

/** A JSON value as an expression of TypeScript. */
export function valueLiteral(value: unknown): string {
  // `{ "__proto__": … }` in source sets the prototype; a computed key makes an ordinary property. A quote that begins a key
  // stands behind `{` or `,`; one within a string stands behind a backslash.
  return literalText(value).replaceAll(/([{,])"__proto__":/g, '$1["__proto__"]:');
}

/** A JSON value as text in which nothing is invisible, for `quoted`. */
export function jsonText(value: unknown): string {
  return literalText(value);
}

/** A single-quoted literal of TypeScript for text of `jsonText`, whose double quotes stay readable. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function literalText(value: unknown): string {
  return visibleText(JSON.stringify(value)).replaceAll(sourceMapComment, 'sourceMappingURL\\u003d');
}

/** A property name as it stands in a type or an object literal. */
export function propertyName(name: string): string {
  return identifierPattern.test(name) ? name : stringLiteral(name);
}

/** True for an ASCII identifier; reserved words are not looked at. */
export function isIdentifier(name: string): boolean {
  return identifierPattern.test(name);
}

/**
 * Text of a contract within one line of a comment. Nothing in it ends the comment, begins a new line or is a tag: a compiler
 * obeys `@ts-expect-error`, `@ts-expect-error` and `@deprecated` wherever a comment has them.
 */
export function commentText(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('*/', '*\\/');
  const harmless = line.replaceAll(/(^|\s)@/g, '$1\\@').replaceAll(sourceMapComment, 'sourceMappingURL =');
  return visibleText(harmless).trim();
}

/** A JSDoc block whose lines went through `commentText` or hold no text of a contract; '' without lines. */
export function docComment(lines: readonly string[], indent = ''): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

/** Emitted code further inside: no literal and no comment of it has a line break of its own. */
export function indented(code: string, indent: string): string {
  return code.replaceAll(/\n(?!\n|$)/g, `\n${indent}`);
}

/** Emitted code without blanks at the ends of its lines: a union that is too long for one line begins on the next. */
export function withoutTrailingBlanks(code: string): string {
  return code.replaceAll(/ +$/gm, '');
}

/** `listPets` → `ListPets`. */
export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
