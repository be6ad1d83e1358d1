import type { JsonSchema, JsonValue } from '@brrt/service-model';
import type { Discriminator } from '../schema/discriminator.ts';
import { digitsKeyword } from '../schema/keywords/exact-numbers.ts';
import { sayingsOf } from './expand-keywords.ts';
import { type Expansion, type Fact, fails, fits, type ValueKind, valueKinds } from './fact.ts';
import { anything, innerTerm, keywordsOf, listedTerms, type Term, type TermId, type Terms } from './term.ts';

/** More pairs of branches that fit together are not looked at. */
const mostBranches = 150;
/** Of more branches it is not asked what follows from their not fitting beside another. */
const mostExclusive = 4;

const impossible: Expansion = { facts: [], choices: [[]] };
const nothingSaid: Expansion = { facts: [], choices: [] };

/** What follows for values of one kind from their fitting a schema. */
export function expandFitting(term: Term, kind: ValueKind, terms: Terms): Expansion {
  if (term.schema === false || !takesKind(term, kind)) return impossible;
  const schema = keywordsOf(term);
  const sayings = sayingsOf(term, kind, terms);
  const [not, reference] = [innerTerm(term, 'not'), referenceOf(term)];
  const digits = schema[digitsKeyword] === undefined ? [] : [{ about: 'dim', what: 'wide integers' } as const];
  const union = unionOf(term);
  return {
    facts: [
      ...sayings.flatMap(({ facts }) => facts),
      ...(reference === undefined ? [] : [fits(reference)]),
      ...listedTerms(term, 'allOf').map(fits),
      ...(not === undefined ? [] : [fails(not)]),
      ...digits,
    ],
    choices: [
      ...sayings.flatMap(({ choices = [] }) => choices),
      ...(['anyOf', 'oneOf'] as const).flatMap((keyword) =>
        schema[keyword] === undefined ? [] : [fittingUnion(term, { keyword, union, kind, terms })],
      ),
      ...conditionalOf(term).map(({ condition, yes, no }) => [
        [fits(condition), fits(yes)],
        [fails(condition), fits(no)],
      ]),
    ],
  };
}

/** What follows for values of one kind from their not fitting a schema: one choice at most. */
export function expandFailing(term: Term, kind: ValueKind, terms: Terms): Expansion {
  if (term.schema === false || !takesKind(term, kind)) return nothingSaid;
  const schema = keywordsOf(term);
  const [not, reference] = [innerTerm(term, 'not'), referenceOf(term)];
  const union = unionOf(term);
  const alternatives: (readonly Fact[])[] = [
    ...sayingsOf(term, kind, terms).flatMap(({ otherwise }) => otherwise),
    ...(reference === undefined ? [] : [[fails(reference)]]),
    ...listedTerms(term, 'allOf').map((part) => [fails(part)]),
    ...(not === undefined ? [] : [[fits(not)]]),
    ...(['anyOf', 'oneOf'] as const).flatMap((keyword) =>
      schema[keyword] === undefined ? [] : failingUnion(term, { keyword, union, kind, terms }),
    ),
    ...conditionalOf(term).flatMap(({ condition, yes, no }) => [
      [fits(condition), fails(yes)],
      [fails(condition), fails(no)],
    ]),
    ...(schema.enum === undefined && schema.const === undefined ? [] : [[otherValue]]),
  ];
  return { facts: [], choices: [alternatives] };
}

/** Which values a list has is asked of values, not of facts. */
const otherValue: Fact = { about: 'dim', what: 'values beside a list' };

function takesKind(term: Term, kind: ValueKind): boolean {
  const { type } = keywordsOf(term);
  if (type === undefined) return true;
  const types = [type].flat();
  return types.includes(kind) || (kind === 'number' && types.includes('integer'));
}

/** The values a schema lists, without asking what it refers to. */
export function listedValues(term: Term): readonly JsonValue[] | undefined {
  const { const: constant, enum: values, [digitsKeyword]: digits } = keywordsOf(term);
  if (digits !== undefined) return undefined;
  if (constant !== undefined) return [constant];
  return Array.isArray(values) ? values : undefined;
}

function referenceOf(term: Term): TermId | undefined {
  const { $ref } = keywordsOf(term);
  return typeof $ref === 'string' ? term.inner({ $ref }) : undefined;
}

interface Conditional {
  readonly condition: TermId;
  readonly yes: TermId;
  readonly no: TermId;
}

function conditionalOf(term: Term): readonly Conditional[] {
  const condition = innerTerm(term, 'if');
  if (condition === undefined) return [];
  return [{ condition, yes: innerTerm(term, 'then') ?? anything, no: innerTerm(term, 'else') ?? anything }];
}

/** A discriminator that chooses the branch by itself. */
function unionOf(term: Term): Discriminator | undefined {
  // `rewriteSchema` writes this shape.
  const union = keywordsOf(term).discriminator as Discriminator | undefined;
  return union?.decides === true ? union : undefined;
}

interface Union {
  readonly keyword: 'anyOf' | 'oneOf';
  readonly union: Discriminator | undefined;
  readonly kind: ValueKind;
  readonly terms: Terms;
}

type Alternatives = readonly (readonly Fact[])[];

function fittingUnion(term: Term, { keyword, union, kind, terms }: Union): Alternatives {
  const branches = listedTerms(term, keyword);
  const avoid = (other: TermId): Fact =>
    branches.length > mostExclusive ? { ...fails(other), isAside: true } : fails(other);
  const plain =
    keyword === 'anyOf'
      ? branches.map((branch) => [fits(branch)])
      : branches.map((branch, at) => [fits(branch), ...without(branches, at).map(avoid)]);
  if (union?.keyword !== keyword || kind !== 'object') return plain;
  const named = choicesOf(union, terms).map(({ facts, branch }) => [...facts, fits(branches[branch] ?? anything)]);
  const unnamed = unnamedFacts(union, terms);
  return [...named, ...plain.flatMap((facts) => unnamed.map((free) => [...free, ...facts]))];
}

function failingUnion(term: Term, { keyword, union, kind, terms }: Union): Alternatives {
  const branches = listedTerms(term, keyword);
  const none = branches.map(fails);
  const plain = keyword === 'anyOf' ? [none] : [none, ...pairsOf(branches)];
  if (union?.keyword !== keyword || kind !== 'object') return plain;
  const named = choicesOf(union, terms).map(({ facts, branch }) => [...facts, fails(branches[branch] ?? anything)]);
  const values = union.branches.map(([value]) => value);
  const unknown = union.fallback === undefined ? [[...stringFact(union, terms, { not: { enum: values } })]] : [];
  const unnamed = unnamedFacts(union, terms);
  return [...named, ...unknown, ...plain.flatMap((facts) => unnamed.map((free) => [...free, ...facts]))];
}

/** Two branches at once. */
function pairsOf(branches: readonly TermId[]): Alternatives {
  if (branches.length > mostBranches) return [[{ about: 'dim', what: 'two of many branches at once' }]];
  return branches.flatMap((one, at) => branches.slice(at + 1).map((other) => [fits(one), fits(other)]));
}

function without(branches: readonly TermId[], at: number): readonly TermId[] {
  return branches.filter((_, index) => index !== at);
}

interface NamedBranch {
  readonly facts: readonly Fact[];
  readonly branch: number;
}

/** What an object says to be of a branch. */
function choicesOf(union: Discriminator, terms: Terms): readonly NamedBranch[] {
  const { branches, fallback, propertyName } = union;
  const groups = Map.groupBy(branches, ([, index]) => index);
  const named = [...groups].map(([branch, pairs]): NamedBranch => {
    const facts = stringFact(union, terms, { enum: pairs.map(([value]) => value) });
    return { facts, branch };
  });
  if (fallback === undefined) return named;
  const values = branches.map(([value]) => value);
  const term = terms.make({ not: { enum: values } });
  return [...named, { facts: [{ about: 'property', name: propertyName, term }], branch: fallback }];
}

function stringFact({ propertyName: name }: Discriminator, terms: Terms, schema: JsonSchema): readonly Fact[] {
  const term = terms.make({ type: 'string', ...(schema as object) });
  return [
    { about: 'present', name },
    { about: 'property', name, term },
  ];
}

/** Objects that name no branch are asked against all of them, where there is no branch for them. */
function unnamedFacts({ propertyName: name, fallback }: Discriminator, terms: Terms): Alternatives {
  if (fallback !== undefined) return [];
  const term = terms.make({ type: valueKinds.filter((kind) => kind !== 'string') });
  return [[{ about: 'property', name, term }]];
}
