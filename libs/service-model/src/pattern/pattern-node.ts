/** A regular expression of ECMA-262 with the flag `u`, taken apart. */
export type PatternNode =
  | CharacterNode
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly PatternNode[] }
  | RepeatNode
  | { readonly kind: 'group'; readonly body: PatternNode; readonly index: number; readonly name: string | undefined }
  | { readonly kind: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | LookNode
  | { readonly kind: 'backreference'; readonly to: number | string };

/** One character. */
export interface CharacterNode {
  readonly kind: 'character';
  /** As it is written: `a`, `\d`, `[^a-z]`, `.`. */
  readonly source: string;
}

export interface RepeatNode {
  readonly kind: 'repeat';
  readonly item: PatternNode;
  readonly least: number;
  /** Infinity where there is no bound. */
  readonly most: number;
  readonly isLazy: boolean;
}

export interface LookNode {
  readonly kind: 'look';
  readonly isAhead: boolean;
  readonly isNegated: boolean;
  readonly body: PatternNode;
}
