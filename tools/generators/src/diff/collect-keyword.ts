import type { JsonObject, JsonSchema, JsonValue, ServiceModel } from '@brrt/service-model';

const prefix = '#/components/schemas/';
const maps = ['properties', 'patternProperties', 'dependentSchemas'] as const;
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const;
const singles = ['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems'] as const;

type Schemas = Pick<ServiceModel, 'schemas'>;

/** What a keyword says in a schema and in all that it refers to, by place; what is referred to counts where it comes first. */
export function collectKeyword(
  schema: JsonSchema | undefined,
  keyword: string,
  model: Schemas,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  visitPlaces(schema, model, (current, place) => {
    if (current[keyword] !== undefined) found.set(place, JSON.stringify(current[keyword]));
  });
  return found;
}

/** The places that a schema speaks of. */
export function collectPlaces(schema: JsonSchema | undefined, model: Schemas): ReadonlySet<string> {
  const found = new Set<string>();
  visitPlaces(schema, model, (_, place) => found.add(place));
  return found;
}

function visitPlaces(
  schema: JsonSchema | undefined,
  { schemas }: Schemas,
  see: (current: JsonObject, place: string) => void,
): void {
  const seen = new Set<JsonSchema>();
  const visit = (value: JsonValue | undefined, place: string): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    // Not an array, so an object.
    const current = value as JsonObject;
    if (seen.has(current)) return;
    seen.add(current);
    see(current, place);
    if (typeof current.$ref === 'string') visit(schemas[nameOf(current.$ref)], place);
    for (const name of maps) for (const [key, part] of entriesOf(current[name])) visit(part, `${place}/${key}`);
    for (const name of lists) for (const part of listOf(current[name])) visit(part, place);
    for (const name of singles) visit(current[name], `${place}/*`);
  };
  visit(schema, '');
}

/** The places where two revisions say something else, a few of them. */
export function changedPlaces(old: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((place) => old.get(place) !== fresh.get(place));
}

function nameOf(reference: string): string {
  return reference.slice(prefix.length).replaceAll('~1', '/').replaceAll('~0', '~');
}

function entriesOf(value: JsonValue | undefined): readonly [string, JsonValue][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
