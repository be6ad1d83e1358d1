import type { Breach } from './parse-code.ts';
import { UnsafeCodeError } from './unsafe-code-error.ts';

/**
 * Reads the tokens of a printed contract before it goes into a bundle. Checks are made of few words: variables that are a
 * letter and a number, some globals, some functions. Texts are literals in double quotes, and names behind a dot. A word
 * of another kind, a call of something else, another kind of literal or a comment cannot come from a check; without them
 * nothing can be reached that runs code.
 * @throws UnsafeCodeError with the line
 */
export function checkPrinted(text: string, path: string): string {
  const breaches = printedBreaches(text, path);
  if (breaches.length > 0) throw new UnsafeCodeError(breaches);
  return text;
}

/** The same for a module whose exports are called as operations are: `export const getPet: runtime.ResponseChecks = {…}`. */
export function checkPrintedExports(text: string, path: string): readonly Breach[] {
  const known = text
    .replace(/^(?:\/\/.*\n)*/, '')
    .replaceAll(
      /^export const [\p{ID_Start}$_][\p{ID_Continue}$]*: runtime\.ResponseChecks = (?=\{)/gmu,
      'export const x0 = ',
    )
    .replaceAll(/^(const q\d+=)\/\* @__PURE__ \*\//gm, '$1');
  return printedBreaches(known, path);
}

function printedBreaches(text: string, path: string): readonly Breach[] {
  const tokens: Token[] = [];
  const breaches: Breach[] = [];
  for (let position = 0; position < text.length; ) {
    const token = readToken(text, position);
    if (token.kind !== 'space') {
      const message = tokenBreach(token, tokens);
      if (message !== undefined) breaches.push({ path, line: lineAt(text, position), message });
      if (breaches.length === most) break;
      tokens.push(token);
      if (tokens.length > remembered) tokens.shift();
    }
    position += token.length;
  }
  return breaches;
}

interface Token {
  readonly kind: 'space' | 'string' | 'word' | 'number' | 'sign' | 'other';
  /** Of strings only the first quote: their content does not matter. */
  readonly text: string;
  readonly length: number;
}

const most = 20;
/** A call behind two names is the longest that is looked at: `runtime.hasAtMost(`. */
const remembered = 4;

const simple =
  /(?<space>\s+)|(?<word>[A-Za-z_$][\w$]*)|(?<number>-?\d[\w.]*(?:(?<=e)[+-]\d+)?)|(?<sign>=>|[=!]==?|[<>]=|\+\+|--|(?:&&|\|\||\?\?|[+*-])=?|[{}()[\];,.:!=<>&|?])/y;

function readToken(text: string, position: number): Token {
  if (text[position] === '"') return { kind: 'string', text: '"', length: stringEnd(text, position) - position };
  simple.lastIndex = position;
  const groups = simple.exec(text)?.groups ?? {};
  for (const kind of ['space', 'word', 'number', 'sign'] as const) {
    const found = groups[kind];
    if (found !== undefined) return { kind, text: found, length: found.length };
  }
  return { kind: 'other', text: text.charAt(position), length: 1 };
}

/** Behind the quote that ends it, or the line that must not: a literal never holds a raw line break. */
function stringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

const words: ReadonlySet<string> = new Set(
  `as bigint break checks clientSchemas const continue d docs e else export false for from function host if import in let
  loadContract new null of places printedSchemas read return runtime service true typeof undefined
  Array BigInt Infinity JSON Number Object Set`.split(/\s+/),
);
const assignments: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '&&=', '||=', '??=', '++', '--']);
const callers: ReadonlySet<string> = new Set(['if', 'for', 'Set', 'BigInt']);
const libraries: ReadonlySet<string> = new Set(['Array', 'JSON', 'Number', 'Object', 'runtime']);
const variable = /^[a-z]\d+$/;

function tokenBreach(token: Token, before: readonly Token[]): string | undefined {
  const last = before.at(-1);
  switch (token.kind) {
    case 'other':
      return `has a ${token.text}, which no check is made with`;
    case 'word':
      return last?.text === '.' || words.has(token.text) || variable.test(token.text)
        ? undefined
        : `has a ${token.text}, which no check knows`;
    case 'sign':
      if (token.text === '(') return isCall(before) ? undefined : 'calls what no check calls';
      return assignments.has(token.text) && isForeignMember(before) ? 'changes what no check changes' : undefined;
    default:
      return undefined;
  }
}

/** An opening parenthesis behind what may be called, or that calls nothing. */
function isCall(before: readonly Token[]): boolean {
  const [base, dot, name] = before.slice(-3);
  if (name === undefined || name.kind === 'string' || name.text === ')' || name.text === ']') return name === undefined;
  if (name.kind !== 'word') return true;
  if (dot?.text !== '.') return callers.has(name.text) || variable.test(name.text) || name.text === 'return';
  if (base === undefined || before.at(-4)?.text === '.') return false;
  return libraries.has(base.text) || (/^q\d+$/.test(base.text) && (name.text === 'has' || name.text === 'test'));
}

/** `Object.prototype =`: what is assigned to has to be a variable or a member of one. */
function isForeignMember(before: readonly Token[]): boolean {
  const [base, dot, name] = before.slice(-3);
  if (name?.text === ']') return true;
  return name?.kind === 'word' && dot?.text === '.' && !variable.test(base?.text ?? '');
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
