import type { TermId } from './term.ts';

/** The types that share no value; integers are numbers. */
export const valueKinds = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
export type ValueKind = (typeof valueKinds)[number];

/** That a value fits a schema, or that it does not. */
export interface SchemaFact {
  readonly about: 'schema';
  readonly term: TermId;
  readonly holds: boolean;
  /** Known, but what follows from it is not asked. */
  readonly isAside?: true;
}

export type NumberFact =
  | { readonly about: 'least' | 'most'; readonly limit: number | bigint; readonly isOpen: boolean }
  | { readonly about: 'multiple'; readonly of: number | bigint; readonly holds: boolean };

export type StringFact =
  | { readonly about: 'length'; readonly least: number; readonly most: number }
  | { readonly about: 'pattern'; readonly pattern: string; readonly holds: boolean };

/** `format` of strings and numbers. */
export interface FormatFact {
  readonly about: 'format';
  readonly format: string;
  readonly holds: boolean;
}

export type ArrayFact =
  | { readonly about: 'size'; readonly least: number; readonly most: number }
  /** Each item fits: by position, then those behind. */
  | { readonly about: 'items'; readonly prefix: readonly TermId[]; readonly rest: TermId }
  | { readonly about: 'unique'; readonly holds: boolean }
  /** At least so many items fit. */
  | { readonly about: 'some-items'; readonly term: TermId; readonly least: number }
  /** At most so many do. */
  | { readonly about: 'few-items'; readonly term: TermId; readonly most: number }
  | { readonly about: 'no-item'; readonly term: TermId }
  /** There is an item at this place, or at one from there on, that does not fit. */
  | { readonly about: 'bad-item'; readonly at?: number; readonly from?: number; readonly term: TermId };

/** Names of properties that are declared, and patterns of names. */
export interface DeclaredNames {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly string[];
}

export type ObjectFact =
  | { readonly about: 'count'; readonly least: number; readonly most: number }
  | { readonly about: 'present' | 'absent'; readonly name: string }
  | { readonly about: 'property'; readonly name: string; readonly term: TermId }
  | { readonly about: 'pattern-property'; readonly pattern: string; readonly term: TermId }
  /** Every property that is not declared fits. */
  | { readonly about: 'other-properties'; readonly declared: DeclaredNames; readonly term: TermId }
  | { readonly about: 'names'; readonly term: TermId }
  /** There is a property with a value that does not fit. */
  | { readonly about: 'bad-property'; readonly name: string; readonly term: TermId }
  | { readonly about: 'bad-pattern-property'; readonly pattern: string; readonly term: TermId }
  | { readonly about: 'bad-other-property'; readonly declared: DeclaredNames; readonly term: TermId }
  | { readonly about: 'bad-name'; readonly term: TermId };

/** Something that is not followed up: it narrows what is looked at, in a way that is not known. */
export interface DimFact {
  readonly about: 'dim';
  readonly what: string;
}

export type Fact = SchemaFact | NumberFact | StringFact | FormatFact | ArrayFact | ObjectFact | DimFact;

/** Facts that hold together, and alternatives of which one holds. */
export interface Expansion {
  readonly facts: readonly Fact[];
  readonly choices: readonly (readonly (readonly Fact[])[])[];
}

export const fits = (term: TermId): SchemaFact => ({ about: 'schema', term, holds: true });
export const fails = (term: TermId): SchemaFact => ({ about: 'schema', term, holds: false });
