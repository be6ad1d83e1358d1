import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import type { Direction } from '../ports/schema-compiler.ts';
import type { Random } from './random.ts';

/** One attempt at a value. What it spends is counted, so that no contract makes it run away. */
export interface Generation {
  readonly contract: Pick<ContractSubset, 'schemas'>;
  readonly direction: Direction;
  readonly random: Random;
  /** Levels down to which optional properties and items are filled in. */
  readonly optionalDepth: number;
  /** Whether lists get an element wherever one can be. */
  readonly fillsLists: boolean;
  /** Whether `default`, `example` and `examples` of schemas are taken where they fit. */
  readonly usesExamples: boolean;
  /** Whether branches and values are tried in the order of the contract, else at random. */
  readonly keepsOrder: boolean;
  readonly budget: Budget;
  /** Makes a value for a part; undefined when there is none at this depth. A field, so that the parts need not import the whole. */
  readonly generate: (schema: JsonSchema, generation: Generation, depth: number) => unknown;
}

/** Counts what was made, over all copies of one attempt. */
export interface Budget {
  spent: number;
  /** Where the attempt is given up. */
  readonly limit: number;
}

/** Beyond so many values optional parts are left out. */
const generousValues = 400;
/** Beyond so many levels there is no value. */
export const maxLevels = 120;
/** Beyond so many levels the flattest way comes first. */
export const deepLevel = 4;

/** True while optional parts are still filled in. */
export function isGenerous(generation: Generation, depth: number): boolean {
  return depth <= generation.optionalDepth && generation.budget.spent < generousValues;
}

/** Counts one more step; true when there is nothing left. */
export function isExhausted({ budget }: Generation): boolean {
  budget.spent += 1;
  return budget.spent > budget.limit;
}
