import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import type { SchemaPlace } from '../ports/schema-compiler.ts';
import { surveyComponents } from './component-survey.ts';
import { findRepeating } from './repeating-schemas.ts';
import { type Reading, type Rewriter, rewriteSchema } from './rewrite-schema.ts';
import { usesWideIntegers } from './wide-integers/uses-wide-integers.ts';

/** The schemas of a contract as a graph of small schemas: nothing is inlined, each is rewritten when first asked for. */
export interface SchemaGraph {
  /** The identifier of a place's schema. Places with the same schema share it. */
  register(place: SchemaPlace): string;
  /** The schema under an identifier; every `$ref` in it is an identifier. */
  schema(id: string): JsonSchema;
  /** See `CheckSource`. */
  repeats(id: string): boolean;
  isWide(): boolean;
}

const nothingHidden: ReadonlySet<string> = new Set();

export function createSchemaGraph(contract: ContractSubset): SchemaGraph {
  const sources = new Map<string, { readonly schema: JsonSchema; readonly reading: Reading }>();
  const schemas = new Map<string, JsonSchema>();
  const places = new Map<string, string>();
  const repeating = new Map<string, boolean>();
  const rewriter: Rewriter = {
    survey: surveyComponents(contract.schemas),
    refer(component, reading) {
      const effective = narrow(rewriter, component, reading);
      const id = componentId(component, effective);
      if (!sources.has(id)) sources.set(id, { schema: rewriter.survey.component(component), reading: effective });
      return id;
    },
  };
  const schemaOf = (id: string): JsonSchema => {
    const known = schemas.get(id);
    if (known !== undefined) return known;
    const source = sources.get(id);
    if (source === undefined) throw new TypeError(`No schema is registered as ${id}`);
    const made = rewriteSchema(rewriter, source.schema, source.reading);
    schemas.set(id, made);
    return made;
  };
  return {
    schema: schemaOf,
    isWide: () => usesWideIntegers(contract),
    repeats(id) {
      if (!repeating.has(id)) findRepeating(id, schemaOf, repeating);
      return repeating.get(id) === true;
    },
    register({ schema: declared, direction, derive }) {
      const schema = derive === undefined ? declared : derive(declared, contract.schemas);
      const reading: Reading = { direction, hidden: nothingHidden };
      const target = soleTarget(rewriter, schema);
      if (target !== undefined) return rewriter.refer(target, reading);
      const rewritten = rewriteSchema(rewriter, schema, reading);
      const text = JSON.stringify(rewritten);
      const id = places.get(text) ?? `place:${places.size}`;
      places.set(text, id);
      if (!schemas.has(id)) schemas.set(id, rewritten);
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
  return JSON.stringify([component, direction ?? '', ...hidden]);
}
