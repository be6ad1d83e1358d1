import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import type { Direction } from '../ports/schema-compiler.ts';
import { generatePart } from './generate-part.ts';
import type { Generation } from './generation.ts';
import { leastHeight } from './least-height.ts';
import { createRandom } from './random.ts';

export interface GenerateOptions {
  /** The same seed gives the same value. A fixed one when left out. */
  readonly seed?: number;
  /** In a `request`, `readOnly` properties are left out; in a `response`, `writeOnly` ones. */
  readonly direction: Direction;
  /** The verdict on the whole; without it the first attempt counts. */
  readonly isValid?: (value: unknown) => boolean;
}

const defaultSeed = 20_260_101;
const maxAttempts = 40;
/** Steps of one attempt: the values of large real contracts take about a thousand. */
const mostSteps = 10_000;
/** Steps of all attempts together. */
const mostStepsInAll = 20_000;

/**
 * A value that is valid for `schema`: from what it shows (`example`, `default`, `enum`) or made up from its keywords.
 * Undefined when no attempt was valid. Recursion ends at the least depth the schema allows.
 */
export function generateValue(
  schema: JsonSchema,
  contract: Pick<ContractSubset, 'schemas'>,
  options: GenerateOptions,
): unknown {
  if (leastHeight(schema, contract.schemas) === Number.POSITIVE_INFINITY) return undefined;
  let left = mostStepsInAll;
  for (let attempt = 0; attempt < maxAttempts && left > 0; attempt += 1) {
    const generation = attemptOf(attempt, contract, options);
    const value = generatePart(schema, generation, 0);
    if (value !== undefined && (options.isValid?.(value) ?? true)) return value;
    left -= generation.budget.spent;
  }
  return undefined;
}

/** First everything the contract shows, then less and less of it, then other choices. */
function attemptOf(attempt: number, contract: Pick<ContractSubset, 'schemas'>, options: GenerateOptions): Generation {
  return {
    contract,
    direction: options.direction,
    random: createRandom((options.seed ?? defaultSeed) + attempt * 7_919),
    optionalDepth: [2, 2, -1, 0][attempt] ?? (attempt % 3) - 1,
    fillsLists: attempt >= 4 && attempt % 3 === 2,
    usesExamples: attempt === 0 || attempt % 8 === 4,
    keepsOrder: attempt < 4 || attempt % 8 === 4,
    budget: { spent: 0, limit: mostSteps },
    generate: generatePart,
  };
}
