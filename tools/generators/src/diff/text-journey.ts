import type { BodyJourney } from '@brrt/router-core/examples';
import type { CompiledSchema } from '@brrt/router-core/ports';
import type { JsonObject, JsonValue } from '@brrt/service-model';

const mostViolations = 20;

/** Of XML and of parts, which are text: what is no text for its sender is one for a receiver that wants one. */
export function textJourney({ isValid, explain }: CompiledSchema): BodyJourney {
  return (value) => {
    if (isValid(value)) return 'taken';
    // A witness was checked as JSON.
    const read = structuredClone(value) as JsonValue;
    const wrong = explain(value, mostViolations).map(({ pointer }) => pointer.split('/').slice(1));
    return isValid(wrong.reduce(asText, read)) ? 'taken' : 'refused';
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
