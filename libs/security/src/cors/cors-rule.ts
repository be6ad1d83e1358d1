import type { CorsConfig } from '@brrt/router-core/config';
import type { JsonValue, Operation } from '../contract.ts';

/** What one operation allows other origins. */
export interface CorsRule {
  /** Lower case; `*` allows every name except `authorization` (Fetch standard §3.2.3). */
  readonly allowedHeaders: ReadonlySet<string>;
  /** Undefined: whatever the contract declares for the path. */
  readonly allowedMethods: readonly string[] | undefined;
  readonly allowCredentials: boolean;
  readonly exposeHeaders: readonly string[];
  readonly maxAge: number | undefined;
}

/** Either a rule, or undefined for `x-cors: false`, or why `x-cors` cannot be understood. */
export interface CorsRuleResult {
  readonly rule: CorsRule | undefined;
  readonly problems: readonly string[];
}

const fields = ['allowedHeaders', 'allowedMethods', 'allowCredentials', 'exposeHeaders', 'maxAge'];

/** The rule of the configuration, which also allows the headers that the operation itself declares. */
export function globalRule(config: CorsConfig, declaredHeaders: readonly string[]): CorsRule {
  const { allowedMethods, allowCredentials, exposeHeaders, maxAge } = config;
  const names = [...config.allowedHeaders, ...declaredHeaders].map((name) => name.toLowerCase());
  return { allowedHeaders: new Set(names), allowedMethods, allowCredentials, exposeHeaders, maxAge };
}

/** `x-cors` of an operation: `inherit`, `false`, or an object whose fields replace those of the configuration. */
export function ruleFor(operation: Operation, base: CorsRule): CorsRuleResult {
  const extension = operation.extensions['x-cors'];
  if (extension === undefined || extension === null || extension === 'inherit' || extension === true) {
    return { rule: base, problems: [] };
  }
  if (extension === false) return { rule: undefined, problems: [] };
  if (!isObject(extension)) return { rule: base, problems: ["x-cors has to be 'inherit', false or an object"] };
  const problems = Object.keys(extension)
    .filter((key) => !fields.includes(key))
    .map((key) => `x-cors.${key} is not known (${fields.join(', ')})`);
  const headers = names(extension.allowedHeaders, 'allowedHeaders', problems);
  const rule: CorsRule = {
    allowedHeaders: headers === undefined ? base.allowedHeaders : new Set(headers.map((name) => name.toLowerCase())),
    allowedMethods: names(extension.allowedMethods, 'allowedMethods', problems) ?? base.allowedMethods,
    allowCredentials: flagOf(extension.allowCredentials, problems) ?? base.allowCredentials,
    exposeHeaders: names(extension.exposeHeaders, 'exposeHeaders', problems) ?? base.exposeHeaders,
    maxAge: secondsOf(extension.maxAge, problems) ?? base.maxAge,
  };
  return { rule, problems };
}

function names(value: JsonValue | undefined, field: string, problems: string[]): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  // RFC 9110 §5.6.2: method and header names are tokens; nothing else may reach a response header.
  if (Array.isArray(value) && value.every((name) => typeof name === 'string' && /^[!#$%&'*+.^_`|~\w-]+$/.test(name))) {
    return value.map(String);
  }
  problems.push(`x-cors.${field} has to be a list of names`);
  return undefined;
}

function flagOf(value: JsonValue | undefined, problems: string[]): boolean | undefined {
  if (typeof value === 'boolean' || value === undefined || value === null) return value ?? undefined;
  problems.push('x-cors.allowCredentials has to be true or false');
  return undefined;
}

function secondsOf(value: JsonValue | undefined, problems: string[]): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  problems.push('x-cors.maxAge has to be a whole number of seconds');
  return undefined;
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
