import type { JsonObject, JsonSchema, JsonValue } from '../model/json.ts';
import { readNullable } from './read-nullable.ts';
import type { ReportLeftover } from './report-leftover.ts';

/**
 * The schema in JSON Schema 2020-12, from the dialects of Swagger 2.0 and OpenAPI 3.0 or with leftovers of them.
 * Its subschemas have been upgraded before.
 */
export function upgradeSchema(schema: JsonObject, version: string, report: ReportLeftover): JsonSchema {
  const leftover: ReportLeftover = version < '3.1' ? () => {} : report;
  const limits = upgradeLimits(schema, leftover);
  const arrays = upgradeTuples(limits, report);
  const named = upgradeDependencies(upgradeExample(upgradeFile(arrays)), leftover);
  return readNullable(named, version, leftover);
}

function replace(schema: JsonObject, dropped: readonly string[], added: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([key]) => !dropped.includes(key) && !Object.hasOwn(added, key));
  return Object.fromEntries([...kept, ...Object.entries(added)]);
}

// Draft 4: `exclusiveMinimum: true` turns `minimum` into an exclusive limit.
function upgradeLimits(schema: JsonObject, report: ReportLeftover): JsonObject {
  const exclusives = [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const;
  return exclusives.reduce((made, [exclusive, limit]) => {
    const flag = made[exclusive];
    if (typeof flag !== 'boolean') return made;
    report(exclusive, {
      code: 'older-form',
      message: `"${exclusive}" is a number since OpenAPI 3.1`,
      hint: `It is read together with "${limit}", as in OpenAPI 3.0`,
    });
    const bound = made[limit];
    if (!flag || typeof bound !== 'number') return replace(made, [exclusive], {});
    return replace(made, [limit], { [exclusive]: bound });
  }, schema);
}

// Drafts 4 to 2019-09: `items` as a list, with `additionalItems` for the rest.
function upgradeTuples(schema: JsonObject, report: ReportLeftover): JsonObject {
  const { items, additionalItems } = schema;
  if (!Array.isArray(items)) return additionalItems === undefined ? schema : replace(schema, ['additionalItems'], {});
  report('items', {
    code: 'older-form',
    message: '"items" is one schema, not a list',
    hint: 'It is read as "prefixItems"',
  });
  const rest = additionalItems === undefined ? {} : { items: additionalItems };
  return replace(schema, ['items', 'additionalItems'], { prefixItems: items, ...rest });
}

// Swagger 2.0: the body of a response that is a file.
function upgradeFile(schema: JsonObject): JsonObject {
  return schema.type === 'file' ? replace(schema, ['type'], { type: 'string', format: 'binary' }) : schema;
}

function upgradeExample(schema: JsonObject): JsonObject {
  const { example, examples } = schema;
  if (example === undefined) return schema;
  const others: readonly JsonValue[] = Array.isArray(examples) ? examples : [];
  return replace(schema, ['example'], { examples: [example, ...others] });
}

function upgradeDependencies(schema: JsonObject, report: ReportLeftover): JsonObject {
  const { definitions, dependencies } = schema;
  const named =
    definitions === undefined
      ? schema
      : replace(schema, ['definitions'], { $defs: { ...asObject(schema.$defs), ...asObject(definitions) } });
  if (dependencies === undefined) return named;
  report('dependencies', {
    code: 'older-keyword',
    message: '"dependencies" is a keyword of draft 7',
    hint: 'It is read as "dependentRequired" and "dependentSchemas"',
  });
  const entries = Object.entries(asObject(dependencies));
  const lists = entries.filter(([, value]) => Array.isArray(value));
  const schemas = entries.filter(([, value]) => !Array.isArray(value));
  return replace(named, ['dependencies'], {
    ...(lists.length === 0
      ? {}
      : { dependentRequired: { ...asObject(named.dependentRequired), ...Object.fromEntries(lists) } }),
    ...(schemas.length === 0
      ? {}
      : { dependentSchemas: { ...asObject(named.dependentSchemas), ...Object.fromEntries(schemas) } }),
  });
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
