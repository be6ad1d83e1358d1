import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { forEachSubschema, knownKeywords } from '../schema/known-keywords.ts';
import { anything, nothing, type Term, type TermId, type Terms } from './term.ts';

/** A schema and what says where its references lead. */
export interface Rooted {
  readonly schema: JsonSchema;
  readonly schemaOf: (id: string) => JsonSchema;
}

export interface SchemaInterner extends Terms {
  /** The terms of schemas and of all that they refer to. What is given together is compared with each other. */
  readonly add: (roots: readonly Rooted[]) => readonly TermId[];
}

interface Node extends Rooted {
  readonly schema: JsonObject;
  readonly children: readonly JsonSchema[];
  /** The text of its keywords, with a mark for each child. */
  readonly shape: string;
}

/**
 * Numbers schemas by what they mean as far as that shows in their shape: the order of names and of lists of values, what
 * stands behind a reference and whether it does make no difference, and schemas that contain themselves are the same when
 * nothing tells them apart (partition refinement).
 */
export function createSchemaInterner(): SchemaInterner {
  const terms: Term[] = [];
  const numbers = new Map<string, TermId>();
  const known = new Map<JsonObject, TermId>();
  const termOf = (schema: JsonSchema, schemaOf: Rooted['schemaOf']): TermId => {
    const target = leadsTo(schema, schemaOf);
    if (typeof target === 'boolean') return target ? anything : nothing;
    const found = known.get(target);
    if (found !== undefined) return found;
    return add([{ schema: target, schemaOf }])[0] ?? anything;
  };
  const create = (rooted: Rooted): TermId => {
    const { schema, schemaOf } = rooted;
    const inner = (part: JsonSchema): TermId => termOf(part, schemaOf);
    return terms.push({ id: terms.length, schema, schemaOf, inner }) - 1;
  };
  const numberOf = (text: string, rooted: Rooted): TermId => {
    const found = numbers.get(text) ?? create(rooted);
    numbers.set(text, found);
    return found;
  };
  const add = (roots: readonly Rooted[]): readonly TermId[] => {
    const nodes = collect(roots, known);
    const left = settleAcyclic(nodes, (node) => {
      const text = textOf(node, (schema) => known.get(schema));
      if (text !== undefined) known.set(node.schema, numberOf(text, node));
    });
    refine(left, known).forEach((group) => {
      const [first] = group;
      if (first === undefined) return;
      const id = create(first);
      for (const node of group) known.set(node.schema, id);
    });
    return roots.map(({ schema, schemaOf }) => termOf(schema, schemaOf));
  };
  const nowhere = (): JsonSchema => true;
  create({ schema: false, schemaOf: nowhere });
  create({ schema: true, schemaOf: nowhere });
  return {
    add,
    get: (id) => terms[id] ?? termMissing(id),
    make: (schema) => termOf(schema, nowhere),
  };
}

function termMissing(id: TermId): never {
  throw new TypeError(`There is no term ${id}`);
}

/** Through references that stand alone, and lists of one; hidden properties take nothing. */
function leadsTo(schema: JsonSchema, schemaOf: Rooted['schemaOf']): JsonObject | boolean {
  const seen = new Set<JsonSchema>();
  let current = schema;
  while (typeof current === 'object' && !seen.has(current)) {
    seen.add(current);
    if (current.readOnly === true || current.writeOnly === true) return false;
    const keywords = Object.keys(current);
    if (keywords.length === 0) return true;
    if (keywords.length > 1) return current;
    // `rewriteSchema` keeps a keyword only where it has the shape of its vocabulary.
    const [only] = (current.allOf ?? current.anyOf ?? current.oneOf ?? []) as readonly JsonSchema[];
    if (typeof current.$ref === 'string') current = schemaOf(current.$ref);
    else if (only !== undefined && lengthOf(current) === 1) current = only;
    else return current;
  }
  return typeof current === 'boolean' ? current : true;
}

function lengthOf({ allOf, anyOf, oneOf }: JsonObject): number {
  return [allOf, anyOf, oneOf].flat().filter((part) => part !== undefined).length;
}

function collect(roots: readonly Rooted[], known: ReadonlyMap<JsonObject, TermId>): ReadonlyMap<JsonObject, Node> {
  const nodes = new Map<JsonObject, Node>();
  const pending = [...roots];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { schemaOf } = next;
    const schema = leadsTo(next.schema, schemaOf);
    if (typeof schema === 'boolean' || nodes.has(schema) || known.has(schema)) continue;
    const children: JsonSchema[] = [];
    const shape = shapeOf(schema);
    for (const keyword of Object.keys(schema).sort()) visitChildren(schema, keyword, (child) => children.push(child));
    if (typeof schema.$ref === 'string') children.push(schemaOf(schema.$ref));
    nodes.set(schema, { schema, schemaOf, children, shape });
    for (const child of children) pending.push({ schema: child, schemaOf });
  }
  return nodes;
}

function visitChildren(schema: JsonObject, keyword: string, visit: (child: JsonSchema) => void): void {
  const content = schema[keyword];
  if (content === undefined) return;
  // In the order of `shapeOf`.
  const isMap = knownKeywords.get(keyword)?.kind === 'schema-map';
  forEachSubschema({ [keyword]: isMap ? sorted(content as JsonObject) : content }, visit);
}

function sorted(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What a schema says itself, in one order. */
function shapeOf(schema: JsonObject): string {
  const keywords = Object.keys(schema).sort();
  return keywords
    .map((keyword) => `${keyword}=${contentOf(keyword, schema[keyword] ?? null)}`)
    .filter((text) => !text.endsWith('=-'))
    .join('&');
}

const unordered: ReadonlySet<string> = new Set(['required', 'enum', 'type']);

function contentOf(keyword: string, content: JsonValue): string {
  const kind = knownKeywords.get(keyword)?.kind;
  if (keyword === '$ref' || kind === 'schema') return '*';
  if (kind === 'schemas') return String((content as readonly JsonSchema[]).length);
  if (kind === 'schema-map') return JSON.stringify(Object.keys(content as JsonObject).sort());
  if (keyword === 'discriminator') return (content as JsonObject).decides === true ? JSON.stringify(content) : '-';
  if (!unordered.has(keyword)) return JSON.stringify(content);
  return JSON.stringify(
    [content]
      .flat()
      .map((value) => JSON.stringify(value))
      .sort(),
  );
}

/** Calls `settle` with each node once its children are settled; gives those that contain themselves or such a one. */
function settleAcyclic(nodes: ReadonlyMap<JsonObject, Node>, settle: (node: Node) => void): readonly Node[] {
  const waiting = new Map<JsonObject, number>();
  const parents = new Map<JsonObject, Node[]>();
  const ready: Node[] = [];
  for (const node of nodes.values()) {
    const targets = node.children
      .map((child) => leadsTo(child, node.schemaOf))
      .filter((target) => typeof target === 'object' && nodes.has(target)) as readonly JsonObject[];
    waiting.set(node.schema, targets.length);
    for (const target of targets) {
      const list = parents.get(target) ?? [];
      list.push(node);
      parents.set(target, list);
    }
    if (targets.length === 0) ready.push(node);
  }
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    settle(node);
    waiting.delete(node.schema);
    for (const parent of parents.get(node.schema) ?? []) {
      const count = (waiting.get(parent.schema) ?? 0) - 1;
      waiting.set(parent.schema, count);
      if (count === 0) ready.push(parent);
    }
  }
  return [...waiting.keys()].flatMap((schema) => nodes.get(schema) ?? []);
}

/** A node with what stands for each child; undefined where nothing does for one. */
function textOf(node: Node, of: (schema: JsonObject) => TermId | string | undefined): string | undefined {
  const parts = node.children.map((child) => {
    const target = leadsTo(child, node.schemaOf);
    return typeof target === 'boolean' ? (target ? anything : nothing) : of(target);
  });
  return parts.includes(undefined) ? undefined : `${node.shape}|${parts.join()}`;
}

/** Groups of nodes that nothing tells apart. */
function refine(nodes: readonly Node[], known: ReadonlyMap<JsonObject, TermId>): readonly Node[][] {
  let groups = new Map<JsonObject, string>(nodes.map(({ schema, shape }) => [schema, shape]));
  let count = 0;
  while (new Set(groups.values()).size > count) {
    count = new Set(groups.values()).size;
    const numbers = new Map<string, number>();
    const next = new Map<JsonObject, string>();
    for (const node of nodes) {
      const text = `${groups.get(node.schema)}|${textOf(node, (schema) => known.get(schema) ?? `~${groups.get(schema)}`)}`;
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      next.set(node.schema, String(number));
    }
    groups = next;
  }
  return [...Map.groupBy(nodes, ({ schema }) => groups.get(schema)).values()];
}
