import type { JsonObject, JsonSchema } from '@brrt/service-model';

/** Number of a term. Schemas of one number take the same values, whichever contract they stand in. */
export type TermId = number;

/** The schema that takes nothing, and the one that takes everything. */
export const nothing: TermId = 0;
export const anything: TermId = 1;

/** A schema with the terms of those inside it. */
export interface Term {
  readonly id: TermId;
  /** As it is checked; `false` for what has no business in a message. */
  readonly schema: JsonSchema;
  /** Says where the references of `schema` lead. */
  readonly schemaOf: (id: string) => JsonSchema;
  /** The term of a schema that stands in this one. */
  readonly inner: (schema: JsonSchema) => TermId;
}

export interface Terms {
  readonly get: (id: TermId) => Term;
  /** A schema without references that no contract has: what a step of a proof asks for. */
  readonly make: (schema: JsonSchema) => TermId;
}

/** The keywords of a term, empty where it takes everything. */
export function keywordsOf({ schema }: Term): JsonObject {
  return typeof schema === 'object' ? schema : {};
}

type SchemaMap = Readonly<Record<string, JsonSchema>>;

/** Names and terms under a keyword that holds a map of schemas. */
export function namedTerms(term: Term, keyword: string): readonly (readonly [string, TermId])[] {
  // `rewriteSchema` keeps a keyword only where it has the shape of its vocabulary.
  const map = (keywordsOf(term)[keyword] ?? {}) as SchemaMap;
  return Object.entries(map).map(([name, schema]) => [name, term.inner(schema)]);
}

/** Terms under a keyword that holds a list of schemas. */
export function listedTerms(term: Term, keyword: string): readonly TermId[] {
  const list = (keywordsOf(term)[keyword] ?? []) as readonly JsonSchema[];
  return list.map((schema) => term.inner(schema));
}

/** The term under a keyword that holds one schema. */
export function innerTerm(term: Term, keyword: string): TermId | undefined {
  const schema = keywordsOf(term)[keyword] as JsonSchema | undefined;
  return schema === undefined ? undefined : term.inner(schema);
}
