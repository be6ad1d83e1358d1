import type { JsonObject, JsonValue } from '@brrt/service-model';

/** Numbers of a schema by keyword, as they are written where a number cannot hold them. */
export const digitsKeyword = 'x-brrt-digits';

/** The number of a keyword without loss; undefined when there is none. */
export function exactNumber(schema: JsonObject, keyword: string): number | bigint | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? exact(value, digitsOf(schema)[keyword]) : undefined;
}

/** The `default` without loss, as far as it is a number itself. */
export function exactDefault(schema: JsonObject): JsonValue | bigint | undefined {
  return exactNumber(schema, 'default') ?? schema.default;
}

/** The members of `enum` or the one of `const` without loss. */
export function exactMembers(schema: JsonObject, keyword: 'enum' | 'const'): readonly unknown[] {
  const digits = digitsOf(schema)[keyword];
  const value = schema[keyword];
  if (keyword === 'const') return value === undefined ? [] : [exact(value, digits)];
  const members = Array.isArray(value) ? value : [];
  return members.map((member, index) => exact(member, Array.isArray(digits) ? digits[index] : undefined));
}

function exact<Value extends JsonValue>(value: Value, digits: JsonValue | undefined): Value | bigint {
  return typeof value === 'number' && typeof digits === 'string' && /^-?\d+$/.test(digits) ? BigInt(digits) : value;
}

function digitsOf({ [digitsKeyword]: digits }: JsonObject): JsonObject {
  return typeof digits === 'object' && digits !== null && !Array.isArray(digits) ? (digits as JsonObject) : {};
}
