import type { JsonValue } from '@brrt/service-model';
import { namesIn } from './expand-keywords.ts';
import { listedValues } from './expand-schema.ts';
import type { Fact } from './fact.ts';
import { keywordsOf, listedTerms, namedTerms, type Term, type TermId, type Terms } from './term.ts';

/** What tells variants of an object apart: properties that are there, and those with few values. */
export interface Tag {
  readonly required: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Tags {
  /** What several schemas ask together. */
  readonly of: (fitting: Iterable<TermId>) => Tag;
  /** False when a value that has the tags cannot be of the schemas in these facts. */
  readonly agree: (own: Tag, facts: readonly Fact[]) => boolean;
}

export function createTags(terms: Terms): Tags {
  const known = new Map<TermId, Tag>();
  const tagOf = (id: TermId, seen: ReadonlySet<TermId>): Tag => {
    const found = known.get(id);
    if (found !== undefined) return found;
    if (seen.has(id)) return { required: new Set(), values: new Map() };
    const within = new Set([...seen, id]);
    const term = terms.get(id);
    const tag = [ownTag(term, terms), ...inPlace(term).map((part) => tagOf(part, within))].reduce(joined);
    if (seen.size === 0) known.set(id, tag);
    return tag;
  };
  const empty: Tag = { required: new Set(), values: new Map() };
  return {
    of: (fitting) => [...fitting].map((id) => tagOf(id, new Set())).reduce(joined, empty),
    agree(own, facts) {
      const asked = facts.flatMap((fact) =>
        fact.about === 'schema' && fact.holds ? [tagOf(fact.term, new Set())] : [],
      );
      if (asked.length === 0) return true;
      const { required, values } = [own, ...asked].reduce(joined);
      return [...values].every(([name, list]) => list.size > 0 || !required.has(name));
    },
  };
}

function inPlace(term: Term): readonly TermId[] {
  const { $ref } = keywordsOf(term);
  return [...(typeof $ref === 'string' ? [term.inner({ $ref })] : []), ...listedTerms(term, 'allOf')];
}

function ownTag(term: Term, terms: Terms): Tag {
  const values = new Map<string, ReadonlySet<string>>();
  for (const [name, id] of namedTerms(term, 'properties')) {
    const list = scalarsOf(listedOf(id, terms, new Set()));
    if (list !== undefined) values.set(name, list);
  }
  return { required: new Set(namesIn(keywordsOf(term).required)), values };
}

function listedOf(id: TermId, terms: Terms, seen: Set<TermId>): readonly JsonValue[] | undefined {
  if (seen.has(id)) return undefined;
  seen.add(id);
  const term = terms.get(id);
  const own = listedValues(term);
  if (own !== undefined) return own;
  for (const part of inPlace(term)) {
    const values = listedOf(part, terms, seen);
    if (values !== undefined) return values;
  }
  return undefined;
}

/** Values that are told apart by their text; undefined when one is composed. */
function scalarsOf(values: readonly JsonValue[] | undefined): ReadonlySet<string> | undefined {
  if (values === undefined || values.some((value) => typeof value === 'object' && value !== null)) return undefined;
  return new Set(values.map((value) => (Object.is(value, -0) ? '0' : JSON.stringify(value))));
}

function joined(one: Tag, other: Tag): Tag {
  if (other.required.size === 0 && other.values.size === 0) return one;
  const values = new Map(one.values);
  for (const [name, list] of other.values) {
    const present = values.get(name);
    values.set(name, present === undefined ? list : new Set([...list].filter((value) => present.has(value))));
  }
  return { required: new Set([...one.required, ...other.required]), values };
}
