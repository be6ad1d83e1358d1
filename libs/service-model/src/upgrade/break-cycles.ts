import type { JsonObject, JsonSchema, JsonValue } from '../model/json.ts';
import { isList, isObject } from '../parse/is-object.ts';
import { componentPart } from '../parse/parts.ts';
import type { SourceMap } from '../parse/source-map.ts';
import type { Report } from '../report.ts';
import { freeName } from './free-name.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;

interface CycleContext {
  readonly sources: SourceMap;
  readonly report: Report;
  /** Name of a schema without one keyword, by schema and keyword. */
  readonly bases: Map<JsonSchema, Map<string, string>>;
  readonly edges: Map<string, { readonly schema: JsonSchema | undefined; readonly edges: readonly Edge[] }>;
}

/** From schema `from` to schema `to`, both applied to the same value; `keyword` is the one at the root of `from`. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly keyword: string;
}

/**
 * Schemas that come back to themselves on the same value would be validated for ever. The usual case, a base whose
 * `oneOf` lists schemas that extend the base by `allOf`, is read as meant: they extend the base without its `oneOf`.
 */
export function breakCycles(schemas: Schemas, from: Pick<CycleContext, 'sources' | 'report'>): Schemas {
  let current = schemas;
  const refused = new Set<string>();
  const context: CycleContext = { ...from, bases: new Map(), edges: new Map() };
  const next = (): readonly Edge[] | undefined => findCycle(current, refused, context);
  for (let cycle = next(); cycle !== undefined; cycle = next()) {
    const way = cycle.map(({ from }) => from);
    const index = cycle.findIndex(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
    const chosen = cycle[index];
    const before = cycle[(index + cycle.length - 1) % cycle.length];
    if (chosen === undefined || before === undefined) {
      reportEndless(way, current, context);
      for (const name of way) refused.add(name);
    } else {
      current = extendBase(chosen, before.from, current, context);
    }
  }
  return current;
}

const inPlaceLists: readonly string[] = ['allOf', 'anyOf', 'oneOf'];
const inPlaceSchemas: readonly string[] = ['not', 'if', 'then', 'else'];
const prefix = '#/components/schemas/';

// Depth first, with a stack of its own: contracts may chain thousands of schemas.
function findCycle(schemas: Schemas, refused: ReadonlySet<string>, context: CycleContext): readonly Edge[] | undefined {
  const done = new Set<string>(refused);
  const edgesOf = (name: string): readonly Edge[] => knownEdges(name, schemas, context);
  for (const start of Object.keys(schemas)) {
    const path: { readonly edge: Edge; next: number }[] = [{ edge: { from: '', to: start, keyword: '' }, next: 0 }];
    const open = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const name = top.edge.to;
      const edge = done.has(name) ? undefined : edgesOf(name)[top.next++];
      if (edge === undefined) {
        done.add(name);
        open.delete(name);
        path.pop();
      } else if (open.has(edge.to)) {
        const first = path.findIndex((step) => step.edge.to === edge.to);
        return [...path.slice(first + 1).map((step) => step.edge), edge];
      } else if (!done.has(edge.to)) {
        open.add(edge.to);
        path.push({ edge, next: 0 });
      }
    }
  }
  return undefined;
}

function knownEdges(name: string, schemas: Schemas, context: CycleContext): readonly Edge[] {
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  const known = context.edges.get(name);
  if (known?.schema === schema && known !== undefined) return known.edges;
  const edges = collectEdges(name, schema);
  context.edges.set(name, { schema, edges });
  return edges;
}

function collectEdges(from: string, schema: JsonValue | undefined): readonly Edge[] {
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]) =>
    [...referencesIn({ [keyword]: value })].map((to) => ({ from, to, keyword })),
  );
}

function referencesIn(schema: JsonValue): ReadonlySet<string> {
  const found = new Set<string>();
  mapInPlace(schema, (name) => {
    found.add(name);
    return name;
  });
  return found;
}

/** The schema with other names in the references that apply to the same value; `keepPlace` gives what is made the place of its origin. */
function mapInPlace(
  schema: JsonValue,
  rename: (name: string) => string,
  keepPlace: (made: JsonObject, origin: JsonObject) => JsonObject = (made) => made,
): JsonValue {
  if (!isObject(schema)) return schema;
  const map = (inner: JsonValue): JsonValue => mapInPlace(inner, rename, keepPlace);
  const entries = Object.entries(schema).map(([key, value]): [string, JsonValue] => {
    if (key === '$ref' && typeof value === 'string') return [key, prefix + rename(value.slice(prefix.length))];
    if (inPlaceLists.includes(key) && isList(value)) return [key, value.map(map)];
    if (inPlaceSchemas.includes(key)) return [key, map(value)];
    if (key !== 'dependentSchemas' || !isObject(value)) return [key, value];
    return [key, Object.fromEntries(Object.entries(value).map(([name, item]) => [name, map(item)]))];
  });
  return keepPlace(Object.fromEntries(entries), schema);
}

function extendBase(
  { from: base, keyword }: Edge,
  extending: string,
  schemas: Schemas,
  context: CycleContext,
): Schemas {
  const { [base]: original, [extending]: extension } = schemas;
  if (!isObject(original) || extension === undefined) return schemas;
  const { [keyword]: _, discriminator: __, ...rest } = original;
  const bases = context.bases.get(original) ?? new Map<string, string>();
  const baseName = bases.get(keyword) ?? freeName(`${base}_base`, schemas);
  context.bases.set(original, bases.set(keyword, baseName));
  context.report.within(componentPart('schemas', baseName)).needs(componentPart('schemas', base));
  reportExtension({ base, extending, keyword, baseName }, schemas, context);
  const rename = (name: string): string => (name === base ? baseName : name);
  const renamed = mapInPlace(extension, rename, context.sources.inherit);
  return {
    ...schemas,
    // Renaming keeps a schema a schema.
    [extending]: renamed as JsonSchema,
    [baseName]: schemas[baseName] ?? context.sources.inherit(rest, original),
  };
}

interface Extension {
  readonly base: string;
  readonly extending: string;
  readonly keyword: string;
  readonly baseName: string;
}

function reportExtension(
  { base, extending, keyword, baseName }: Extension,
  schemas: Schemas,
  context: CycleContext,
): void {
  const message = `${base} and ${extending} contain each other on the same value and could never be checked`;
  const hint = `${extending} is read as extending ${base} without "${keyword}" (${baseName})`;
  context.report.warning({ at: placeOf(extending, schemas, context), code: 'cyclic-schema', message, hint });
}

function reportEndless(way: readonly string[], schemas: Schemas, context: CycleContext): void {
  const message = `These schemas contain each other on the same value and can never be checked: ${way.join(' → ')}`;
  const report = context.report.within(componentPart('schemas', way[0] ?? ''));
  report.error({ at: placeOf(way[0] ?? '', schemas, context), code: 'cyclic-reference', message });
}

function placeOf(name: string, schemas: Schemas, { sources }: CycleContext): ReturnType<SourceMap['locate']> {
  const schema = schemas[name];
  return sources.locate(typeof schema === 'object' ? schema : (schemas as JsonObject));
}
