import type { BodyReading } from '@brrt/router-core/examples';
import type { CompiledSchema } from '@brrt/router-core/ports';
import type { JsonObject, JsonValue } from '@brrt/service-model';

const mostViolations = 20;

/** Of texts and of parts: what is no text for its sender is one for a receiver that wants one. */
export function textReading({ isValid, explain }: CompiledSchema): BodyReading {
  return (value) => {
    if (isValid(value)) return { value };
    // A witness was checked as JSON.
    const read = structuredClone(value) as JsonValue;
    const wrong = explain(value, mostViolations).map(({ pointer }) => pointer.split('/').slice(1));
    const text = wrong.reduce(asText, read);
    return isValid(text) ? { value: text } : 'refused';
  };
}

/** The value with what stands at the path as text; the value is changed. */
function asText(value: JsonValue, [token, ...rest]: readonly string[]): JsonValue {
  if (token === undefined) return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  // Names and indexes are keys alike.
  const members = value as JsonObject & Record<string, JsonValue>;
  const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
  const member = Object.hasOwn(members, name) ? members[name] : undefined;
  if (member !== undefined) members[name] = asText(member, rest);
  return value;
}
