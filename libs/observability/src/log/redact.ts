import { normalizeKey } from './secret-names.ts';

export const censored = '[redacted]';

const maxDepth = 8;
const maxText = 8_192;
const secretNames = /^(authorization|dpop|proxyauthorization|cookie|cookies|setcookie|credentials?|passwd|privatekey)$/;
const secretEndings = /(password|secret|token|apikey)$/;

/** Says of a key whether its value must not be written. */
export type SecretTest = (key: string) => boolean;

/** Whether a value under this key must not be written: `X-API-Key`, `accessToken`, `client_secret`. */
export function isSecretKey(key: string): boolean {
  const name = normalizeKey(key);
  return secretNames.test(name) || secretEndings.test(name);
}

const authorization = /\b(bearer|basic|dpop)\s+[\w.~+/=-]{4,}/gi;
// To the end of the line: cookies and schemes have parts of their own.
const headerLine = /\b((?:set-)?cookie|(?:proxy-)?authorization)(["']?\s*[:=]\s*)[^\r\n]+/gi;
const assignment =
  /\b([\w-]{0,40}(?:password|passwd|secret|token|api[-_]?key))(["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|[^\s"',;&}]+)/gi;
const userInfo = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi;
const jsonWebToken = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

/** A text without what looks like a credential in it, cut at 8 KiB. */
export function redactText(text: string): string {
  const short = text.length > maxText ? `${text.slice(0, maxText)}…` : text;
  return short
    .replaceAll(jsonWebToken, censored)
    .replaceAll(authorization, `$1 ${censored}`)
    .replaceAll(headerLine, `$1$2${censored}`)
    .replaceAll(assignment, `$1$2${censored}`)
    .replaceAll(userInfo, `$1${censored}@`);
}

/** A copy without the values of secret keys, at any depth. Errors and other objects with a class of their own are kept. */
export function redactFields(fields: object, isSecret: SecretTest = isSecretKey): Record<string, unknown> {
  return redactObject(fields, isSecret, 0);
}

function redactObject(fields: object, isSecret: SecretTest, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([key, value]) => [
    key,
    isSecret(key) && value !== undefined ? censored : redactValue(value, isSecret, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

function redactValue(value: unknown, isSecret: SecretTest, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (depth > maxDepth) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, isSecret, depth + 1));
  return isPlain(value) ? redactObject(value, isSecret, depth) : value;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
