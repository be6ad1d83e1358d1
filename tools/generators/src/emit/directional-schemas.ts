import type { JsonSchema, ServiceModel } from '@brrt/service-model';
import { isObject, referencedName, schemaEntries, subschemasOf } from './json-schema.ts';
import { type ChangedTypeName, typeNames } from './type-names.ts';

/** Whether the service receives or sends the value: `readOnly` properties are left out of the one, `writeOnly` of the other. */
export type Direction = 'request' | 'response';

/** Names under which the schemas of a model have types: one per schema, and a second where the directions differ. */
export interface DirectionalSchemas {
  /** Of the emitted type. */
  typeName(schemaName: string, direction: Direction): string;
  /** See `typeNames`. */
  readonly changedNames: readonly ChangedTypeName[];
  /** True for a property that a value of this direction does not have. */
  isHidden(property: JsonSchema, direction: Direction): boolean;
}

/** `taken`: names that the file declares itself. */
export function directionalSchemas(
  schemas: ServiceModel['schemas'],
  taken: ReadonlySet<string> = new Set(),
): DirectionalSchemas {
  const isHidden = (property: JsonSchema, direction: Direction): boolean =>
    isMarked(property, direction === 'request' ? 'readOnly' : 'writeOnly', { schemas, visited: new Set() });
  const differing = differingSchemas(schemas, (schema) => isHidden(schema, 'request') || isHidden(schema, 'response'));
  const names = typeNames(Object.keys(schemas), differing, taken);
  return { isHidden, typeName: names.of, changedNames: names.changed };
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
