import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import type { SchemaPlace } from '../ports/schema-compiler.ts';
import { surveyComponents } from './component-survey.ts';
import { forEachSubschema } from './known-keywords.ts';
import { type Reading, type Rewriter, rewriteSchema } from './rewrite-schema.ts';

/** One schema under its own identifier, with the identifiers of those it refers to. */
export interface SchemaNode {
  readonly schema: JsonObject;
  readonly references: readonly string[];
  /**
   * It needs to know what was evaluated, which dynamic anchors are in scope, or whether a property is an object's own
   * (`constructor`): Ajv then generates slower code.
   */
  readonly dynamic: boolean;
}

/** The schemas of a contract as a graph of small schemas: nothing is inlined, each is rewritten when first asked for. */
export interface SchemaGraph {
  /** The identifier of a place's schema. Places with the same schema share it. */
  register(place: SchemaPlace): string;
  node(id: string): SchemaNode;
  /** Whether anything that can be reached from here is `dynamic`. */
  isDynamic(id: string): boolean;
}

const nothingHidden: ReadonlySet<string> = new Set();

export function createSchemaGraph(contract: Pick<ContractSubset, 'schemas'>): SchemaGraph {
  const sources = new Map<string, { readonly schema: JsonSchema; readonly reading: Reading }>();
  const nodes = new Map<string, SchemaNode>();
  const places = new Map<string, string>();
  const dynamic = new Map<string, boolean>();
  const rewriter: Rewriter = {
    survey: surveyComponents(contract.schemas),
    refer(component, reading) {
      const effective = narrow(rewriter, component, reading);
      const id = componentId(component, effective);
      if (!sources.has(id)) sources.set(id, { schema: rewriter.survey.component(component), reading: effective });
      return id;
    },
  };
  const node = (id: string): SchemaNode => {
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const source = sources.get(id);
    if (source === undefined) throw new TypeError(`No schema is registered as ${id}`);
    const made = createNode(id, rewriteSchema(rewriter, source.schema, source.reading), sources);
    nodes.set(id, made);
    return made;
  };
  return {
    node,
    isDynamic: (id) => isDynamic(id, node, dynamic),
    register({ schema, direction }) {
      const reading: Reading = { direction, hidden: nothingHidden };
      const target = soleTarget(rewriter, schema);
      if (target !== undefined) return rewriter.refer(target, reading);
      const rewritten = rewriteSchema(rewriter, schema, reading);
      const text = JSON.stringify(rewritten);
      const id = places.get(text) ?? `place:${places.size}`;
      places.set(text, id);
      if (!nodes.has(id)) nodes.set(id, createNode(id, rewritten, sources));
      return id;
    },
  };
}

/** A schema that says nothing beyond its reference needs no function of its own. */
function soleTarget(rewriter: Rewriter, schema: JsonSchema): string | undefined {
  return typeof schema === 'object' && Object.keys(schema).length === 1 ? rewriter.survey.target(schema) : undefined;
}

/** Only components that read differently get a second reading. */
function narrow({ survey }: Rewriter, component: string, { direction, hidden }: Reading): Reading {
  const required = hidden.size === 0 ? nothingHidden : survey.requiredNames(component);
  const relevant = [...hidden].filter((name) => required.has(name)).sort();
  const differs = direction !== undefined && (relevant.length > 0 || survey.differs(component, direction));
  return { direction: differs ? direction : undefined, hidden: new Set(relevant) };
}

function componentId(component: string, { direction, hidden }: Reading): string {
  const suffix = direction === undefined ? '' : `@${direction}`;
  return `schema:${encodeName(component)}${suffix}${[...hidden].map((name) => `!${encodeName(name)}`).join('')}`;
}

/** Any name as characters that mean nothing in a URI; different names stay different. */
function encodeName(name: string): string {
  if (/^\.+$/.test(name)) return [...name].map(() => '~2e~').join('');
  return name.replaceAll(/[^A-Za-z0-9._-]/g, (unit) => `~${unit.charCodeAt(0).toString(16)}~`);
}

const dynamicKeywords = ['$dynamicRef', '$dynamicAnchor', 'unevaluatedProperties', 'unevaluatedItems'] as const;

function createNode(id: string, schema: JsonSchema, sources: ReadonlyMap<string, unknown>): SchemaNode {
  const references = new Set<string>();
  let dynamic = false;
  const walk = (part: JsonSchema): void => {
    if (typeof part === 'boolean') return;
    if (typeof part.$ref === 'string' && sources.has(part.$ref)) references.add(part.$ref);
    if (dynamicKeywords.some((keyword) => Object.hasOwn(part, keyword)) || namesInherited(part)) dynamic = true;
    forEachSubschema(part, walk);
  };
  walk(schema);
  return { schema: withId(id, schema), references: [...references], dynamic };
}

/** Whether a property is there is asked by `data.name`, which finds `constructor` and `toString` in every object. */
function namesInherited(schema: JsonObject): boolean {
  const named = [schema.properties, schema.dependentRequired, schema.dependentSchemas].flatMap((members) =>
    typeof members === 'object' && members !== null ? Object.keys(members) : [],
  );
  const required = Array.isArray(schema.required) ? schema.required : [];
  const dependent = Object.values((schema.dependentRequired ?? {}) as JsonObject).flat();
  return [...named, ...required, ...dependent].some((name) => typeof name === 'string' && name in Object.prototype);
}

/** A schema with an address of its own keeps it; Ajv knows it by both. */
function withId(id: string, schema: JsonSchema): JsonObject {
  if (typeof schema === 'boolean') return schema ? { $id: id } : { $id: id, not: {} };
  return typeof schema.$id === 'string' ? schema : { $id: id, ...schema };
}

function isDynamic(id: string, node: (id: string) => SchemaNode, known: Map<string, boolean>): boolean {
  const remembered = known.get(id);
  if (remembered !== undefined) return remembered;
  const seen = new Set<string>([id]);
  for (const current of seen) {
    if (known.get(current) === true || node(current).dynamic) {
      known.set(id, true);
      return true;
    }
    for (const reference of node(current).references) seen.add(reference);
  }
  for (const current of seen) known.set(current, false);
  return false;
}
