import type { JsonSchema, ServiceModel } from '@brrt/service-model';
import { isObject, referencedName, schemaEntries, subschemasOf } from './json-schema.ts';

/** Whether the service receives or sends the value: `readOnly` properties are left out of the one, `writeOnly` of the other. */
export type Direction = 'request' | 'response';

/** Names under which the schemas of a model have types: one per schema, and a second where the directions differ. */
export interface DirectionalSchemas {
  /** Key in `components.schemas` of the emitted types. */
  typeName(schemaName: string, direction: Direction): string;
  /** True for a property that a value of this direction does not have. */
  isHidden(property: JsonSchema, direction: Direction): boolean;
}

export function directionalSchemas(schemas: ServiceModel['schemas']): DirectionalSchemas {
  const isHidden = (property: JsonSchema, direction: Direction): boolean =>
    isMarked(property, direction === 'request' ? 'readOnly' : 'writeOnly', { schemas, visited: new Set() });
  const differing = differingSchemas(schemas, (schema) => isHidden(schema, 'request') || isHidden(schema, 'response'));
  const names = typeNames(Object.keys(schemas), differing);
  return {
    isHidden,
    typeName: (schemaName, direction) => names[direction].get(schemaName) ?? schemaName,
  };
}

interface MarkSearch {
  readonly schemas: ServiceModel['schemas'];
  readonly visited: Set<string>;
}

function isMarked(schema: JsonSchema, mark: 'readOnly' | 'writeOnly', search: MarkSearch): boolean {
  if (typeof schema === 'boolean') return false;
  if (schema[mark] === true) return true;
  const name = referencedName(schema);
  if (name === undefined || search.visited.has(name)) return false;
  search.visited.add(name);
  const target = Object.hasOwn(search.schemas, name) ? search.schemas[name] : undefined;
  return target !== undefined && isMarked(target, mark, search);
}

/** Schemas that have a marked property somewhere inside, or refer to one that has. */
function differingSchemas(
  schemas: ServiceModel['schemas'],
  isMarkedProperty: (schema: JsonSchema) => boolean,
): Set<string> {
  const referrers = new Map<string, string[]>();
  const pending: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const contents = inspect(schema, isMarkedProperty);
    if (contents.marked) pending.push(name);
    for (const target of contents.references) {
      const known = referrers.get(target);
      if (known === undefined) referrers.set(target, [name]);
      else known.push(name);
    }
  }
  const differing = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (differing.has(name)) continue;
    differing.add(name);
    pending.push(...(referrers.get(name) ?? []));
  }
  return differing;
}

function inspect(
  root: JsonSchema,
  isMarkedProperty: (schema: JsonSchema) => boolean,
): { readonly marked: boolean; readonly references: ReadonlySet<string> } {
  const references = new Set<string>();
  let marked = false;
  const pending: JsonSchema[] = [root];
  for (let schema = pending.pop(); schema !== undefined; schema = pending.pop()) {
    if (!isObject(schema)) continue;
    const name = referencedName(schema);
    if (name !== undefined) references.add(name);
    marked ||= schemaEntries(schema, 'properties').some(([, property]) => isMarkedProperty(property));
    pending.push(...subschemasOf(schema));
  }
  return { marked, references };
}

function typeNames(
  schemaNames: readonly string[],
  differing: ReadonlySet<string>,
): Record<Direction, Map<string, string>> {
  const taken = new Set<string>(schemaNames);
  const names = { request: new Map<string, string>(), response: new Map<string, string>() };
  for (const schemaName of schemaNames) {
    const name = isReferenceable(schemaName)
      ? schemaName
      : unique(schemaName.replaceAll(/[^A-Za-z0-9._-]+/g, '_'), taken);
    names.response.set(schemaName, name);
    names.request.set(schemaName, differing.has(schemaName) ? unique(`${name}Input`, taken) : name);
  }
  return names;
}

/** Component names of OpenAPI 3.1 §4.8.7; openapi-typescript reads references of these without decoding. */
function isReferenceable(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name);
}

function unique(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let count = 2; taken.has(candidate); count += 1) candidate = `${name}${count}`;
  taken.add(candidate);
  return candidate;
}
