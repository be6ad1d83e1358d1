import type { Oas3Rule } from '@redocly/openapi-core';
import { isSchemaObject, type SchemaObject } from './schema-object.ts';

type Resolve = (node: unknown) => unknown;

/**
 * A query parameter that filters a list by a property of its items takes the values that the property has: a filter
 * that knows fewer hides items, one that knows more never finds any.
 */
export const queryEnumMatchesItems: Oas3Rule = () => ({
  Operation(operation, { report, resolve, location }) {
    const follow: Resolve = (node) => resolve(node as Parameters<typeof resolve>[0]).node ?? node;
    const properties = itemProperties(operation, follow);
    if (properties === undefined) return;
    const parameters: readonly unknown[] = Array.isArray(operation.parameters) ? operation.parameters : [];
    for (const [index, written] of parameters.entries()) {
      const parameter = follow(written);
      if (!isSchemaObject(parameter) || parameter.in !== 'query' || typeof parameter.name !== 'string') continue;
      const asked = enumOf(follow(parameter.schema ?? parameter), follow);
      const had = Object.hasOwn(properties, parameter.name)
        ? enumOf(follow(properties[parameter.name]), follow)
        : undefined;
      if (asked === undefined || had === undefined || isSameSet(asked, had)) continue;
      report({
        message: `The query parameter "${parameter.name}" takes ${list(asked)}, the property of the same name has ${list(had)}`,
        location: location.child(['parameters', index]),
      });
    }
  },
});

function itemProperties(operation: { readonly responses?: unknown }, follow: Resolve): SchemaObject | undefined {
  const responses = isSchemaObject(operation.responses) ? operation.responses : {};
  for (const status of ['200', '201', '202', 'default']) {
    const response = follow(responses[status]);
    if (!isSchemaObject(response)) continue;
    const schema = follow(response.schema ?? jsonSchemaOf(response));
    const items = isSchemaObject(schema) && schema.type === 'array' ? follow(schema.items) : undefined;
    if (isSchemaObject(items) && isSchemaObject(items.properties)) return items.properties;
  }
  return undefined;
}

function jsonSchemaOf(response: SchemaObject): unknown {
  const content = isSchemaObject(response.content) ? response.content : {};
  const json = Object.entries(content).find(([mediaType]) => /[/+]json\b/i.test(mediaType))?.[1];
  return isSchemaObject(json) ? json.schema : undefined;
}

/** Of the schema, or of its items: several values at once. */
function enumOf(schema: unknown, follow: Resolve): readonly string[] | undefined {
  if (!isSchemaObject(schema)) return undefined;
  const listed = schema.enum ?? (isSchemaObject(schema.items) ? enumOf(follow(schema.items), follow) : undefined);
  if (!Array.isArray(listed)) return undefined;
  const texts = listed.filter((value) => typeof value === 'string');
  return texts.length === 0 ? undefined : texts;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [new Set(one), new Set(other)];
  return left.size === right.size && [...left].every((value) => right.has(value));
}

function list(values: readonly string[]): string {
  const shown = values.slice(0, 8).join(', ');
  return values.length > 8 ? `${shown}, …` : shown;
}
