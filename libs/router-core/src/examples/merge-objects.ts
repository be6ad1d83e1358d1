import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { both } from './merge-keyword.ts';
import { isSchema, namedSchemasOf } from './schema-keywords.ts';
import { matches } from './string-rule.ts';

/** What one schema says about the members of an object. */
interface MemberRules {
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly patterns: ReadonlyMap<string, JsonSchema>;
  readonly rest: JsonSchema | undefined;
}

/** `additionalProperties` of one part speaks about the properties that only the other declares. */
export function mergeObjects(one: JsonObject, other: JsonObject, merged: Record<string, JsonValue>): void {
  const [left, right] = [rulesOf(one), rulesOf(other)];
  const names = new Set([...left.properties.keys(), ...right.properties.keys()]);
  if (one.properties !== undefined || other.properties !== undefined) {
    merged.properties = Object.fromEntries(
      [...names].map((name) => [name, both(ruleFor(left, name), ruleFor(right, name))]),
    );
  }
  const patterns = mergePatterns(left, right);
  if (patterns.length > 0) merged.patternProperties = Object.fromEntries(patterns);
  else delete merged.patternProperties;
  if (left.rest !== undefined || right.rest !== undefined) merged.additionalProperties = both(left.rest, right.rest);
}

function rulesOf(schema: JsonObject): MemberRules {
  const { additionalProperties } = schema;
  return {
    properties: namedSchemasOf(schema, 'properties'),
    patterns: namedSchemasOf(schema, 'patternProperties'),
    rest: isSchema(additionalProperties) ? additionalProperties : undefined,
  };
}

function ruleFor({ properties, patterns, rest }: MemberRules, name: string): JsonSchema {
  const declared = properties.get(name);
  const parts = declared === undefined ? [] : [declared];
  for (const [pattern, part] of patterns) if (matches(pattern, name)) parts.push(part);
  return parts.length === 0 ? (rest ?? true) : parts.reduce(both);
}

/** A pattern of a part that the other part is closed to has no names of its own: declared ones have taken it over. */
function mergePatterns(left: MemberRules, right: MemberRules): readonly (readonly [string, JsonSchema])[] {
  const names = new Set([...left.patterns.keys(), ...right.patterns.keys()]);
  return [...names].flatMap((pattern): [string, JsonSchema][] => {
    const [one, other] = [left.patterns.get(pattern) ?? left.rest, right.patterns.get(pattern) ?? right.rest];
    return one === false || other === false ? [] : [[pattern, both(one, other)]];
  });
}
