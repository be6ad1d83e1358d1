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
    for (const change of [asText, asList]) {
      const changed = wrong.reduce((whole, path) => changedAt(whole, path, change), structuredClone(read));
      if (isValid(changed)) return { value: changed };
    }
    return 'refused';
  };
}

function asText(value: JsonValue): JsonValue {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** One value and a list of one are sent alike, and a list of none as nothing is. */
function asList(value: JsonValue): JsonValue | undefined {
  if (!Array.isArray(value)) return [asText(value)];
  return value.length > 1 ? value : value[0];
}

/** The value with what stands at the path changed; the value is changed itself. */
function changedAt(
  value: JsonValue,
  [token, ...rest]: readonly string[],
  change: (value: JsonValue) => JsonValue | undefined,
): JsonValue {
  if (token === undefined) return change(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  // Names and indexes are keys alike.
  const members = value as JsonObject & Record<string, JsonValue>;
  const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
  const member = Object.hasOwn(members, name) ? members[name] : undefined;
  if (member === undefined) return value;
  const changed = rest.length === 0 ? change(member) : changedAt(member, rest, change);
  if (changed === undefined) delete members[name];
  else members[name] = changed;
  return value;
}
