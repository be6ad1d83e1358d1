import '@hyperjump/json-schema/formats';
import type { JsonSchema, JsonValue } from '@brrt/service-model';
import {
  type Output,
  registerSchema,
  type SchemaObject,
  setShouldValidateFormat,
  setShouldValidateSchema,
  unregisterSchema,
} from '@hyperjump/json-schema/draft-2020-12';
import { type CompiledSchema, getSchema, interpret, Validation } from '@hyperjump/json-schema/experimental';
import { fromJs } from '@hyperjump/json-schema/instance/experimental';
import { componentOf, type Direction, hiddenNames } from './hidden-names.ts';
import { mapSubschemas } from './map-subschemas.ts';

/** Why a value breaks a schema; undefined when it is valid. */
export type IndependentJudge = (value: unknown) => string | undefined;

/** Schemas of a document as an implementation of JSON Schema that shares nothing with ours judges them. */
export interface IndependentSchemas {
  judge(schema: JsonSchema, direction: Direction): Promise<IndependentJudge>;
}

type Components = Readonly<Record<string, JsonSchema>>;
type Tree = CompiledSchema['ast'];

const dialect = 'https://json-schema.org/draft/2020-12/schema';

// What a document gets wrong in its schemas was said when it was read.
setShouldValidateSchema(false);
setShouldValidateFormat(true);

/** Each component is compiled once per direction, however many places refer to it. */
export function createIndependentSchemas(components: Components): IndependentSchemas {
  const trees = new Map<Direction, Tree>();
  const judges = new Map<string, Promise<IndependentJudge>>();
  const numbers = new Map(Object.keys(components).map((name, number) => [name, number]));
  const contextOf = (direction: Direction): RewriteContext => ({ components, numbers, direction });
  const treeOf = (direction: Direction): Tree => {
    const known = trees.get(direction);
    if (known !== undefined) return known;
    registerComponents(contextOf(direction));
    const tree = emptyTree();
    trees.set(direction, tree);
    return tree;
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    judge(schema, direction) {
      const key = `${direction} ${JSON.stringify(schema)}`;
      const known = judges.get(key);
      if (known !== undefined) return known;
      const address = `${addressOf(direction)}/${judges.size}`;
      // One after the other: they share what is compiled already.
      const made = last.then(() =>
        compile(rewrite(schema, contextOf(direction)), { address, tree: treeOf(direction) }),
      );
      last = made.catch(() => undefined);
      judges.set(key, made);
      return made;
    },
  };
}

function emptyTree(): Tree {
  return { metaData: {}, plugins: new Set() } as unknown as Tree; // how the library itself begins one
}

async function compile(
  schema: JsonValue,
  { address, tree }: { readonly address: string; readonly tree: Tree },
): Promise<IndependentJudge> {
  registerSchema({ allOf: [schema] } as SchemaObject, address, dialect);
  try {
    const document = await getSchema(address);
    const compiled = { ast: tree, schemaUri: await Validation.compile(document, tree, document) };
    return (value) => {
      const instance = fromJs(value as Parameters<typeof fromJs>[0]); // read from JSON, or made to be sent
      if (evaluate(compiled, instance, 'FLAG').valid) return undefined;
      return explain(evaluate(compiled, instance, 'BASIC'));
    };
  } finally {
    unregisterSchema(address);
  }
}

type Evaluate = (compiled: CompiledSchema, instance: ReturnType<typeof fromJs>, format: 'FLAG' | 'BASIC') => Output;

// Its type is that of a curried function, of which the first form alone is used here.
const evaluate: Evaluate = interpret as Evaluate;

function explain(output: Output): string {
  const errors = 'errors' in output ? (output.errors ?? []) : [];
  const deepest = [...errors].sort((one, other) => other.instanceLocation.length - one.instanceLocation.length)[0];
  if (deepest === undefined) return 'breaks its schema';
  return `${deepest.instanceLocation} breaks ${deepest.absoluteKeywordLocation.replace(/^.*\//, '')}`;
}

function addressOf(direction: Direction): string {
  return `https://independent.example/${direction}`;
}

interface RewriteContext {
  readonly components: Components;
  /** Components by name; a number needs no encoding in a reference. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly direction: Direction;
}

/** Components are `$defs` by number; what is inside refers to them from wherever it is. */
function registerComponents(context: RewriteContext): void {
  const { components, direction } = context;
  const definitions = Object.values(components).map((schema, number) => [String(number), rewrite(schema, context)]);
  registerSchema({ $defs: Object.fromEntries(definitions) } as SchemaObject, addressOf(direction), dialect);
}

/** Keywords whose schemas judge the same value. */
const inPlace = new Set(['allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependentSchemas']);
const nothing: ReadonlySet<string> = new Set();

/** `around`: properties that a schema around this one, for the same value, keeps out of messages of the direction. */
function rewrite(schema: JsonSchema, context: RewriteContext, around = nothing): JsonValue {
  if (typeof schema === 'boolean') return schema;
  const { components, numbers, direction } = context;
  const hidden = new Set([...around, ...hiddenNames(schema, components, direction)]);
  const rewriteInside = (subschema: JsonSchema, keyword: string): JsonValue =>
    rewrite(subschema, context, inPlace.has(keyword) ? hidden : nothing);
  const result = { ...mapSubschemas(schema, rewriteInside) };
  const name = componentOf(schema.$ref);
  if (name !== undefined) {
    result.$ref = `${addressOf(direction)}#/$defs/${numbers.get(name)}`;
  }
  if (Array.isArray(schema.required)) {
    result.required = schema.required.filter((member) => !hidden.has(String(member)));
  }
  return result;
}
