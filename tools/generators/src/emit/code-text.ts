const invisible = /[\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const identifierPattern = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A double-quoted literal of TypeScript: the only way in which text of a contract enters code as a value. */
export function stringLiteral(text: string): string {
  return escapeInvisible(JSON.stringify(text));
}

/** A JSON value as an expression of TypeScript. */
export function valueLiteral(value: unknown): string {
  // `{ "__proto__": … }` in source sets the prototype; a computed key makes an ordinary property.
  return escapeInvisible(JSON.stringify(value)).replaceAll('"__proto__":', '["__proto__"]:');
}

/** A property name as it stands in a type or an object literal. */
export function propertyName(name: string): string {
  return identifierPattern.test(name) ? name : stringLiteral(name);
}

/** True for an ASCII identifier; reserved words are not looked at. */
export function isIdentifier(name: string): boolean {
  return identifierPattern.test(name);
}

/** Text of a contract within one line of a comment: nothing in it can end the comment or begin a new line. */
export function commentText(text: string): string {
  return escapeInvisible(text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('*/', '*\\/')).trim();
}

/** A JSDoc block whose lines went through `commentText` or hold no text of a contract; '' without lines. */
export function docComment(lines: readonly string[], indent = ''): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`).join('\n')}\n${indent} */\n`;
}

/** `listPets` → `ListPets`. */
export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * Escapes what an editor shows other than a compiler reads: line separators and bidirectional controls
 * (Unicode Technical Standard #55). Right in literals, harmless in comments.
 */
export function escapeInvisible(code: string): string {
  return code.replaceAll(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
