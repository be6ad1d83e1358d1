import type { CompiledSchema, SchemaViolation } from '../ports/schema-compiler.ts';

/** A generated function: says whether a value is valid. */
export type Check = (value: unknown) => boolean;

export interface SchemaFunctions {
  /** Asked for when the first value is checked. */
  readonly check: () => Check;
  readonly explain: CompiledSchema['explain'];
}

const tooDeep: SchemaViolation = { pointer: '', keyword: 'depth', detail: 'must not be nested so deeply' };

/** Puts the two functions of a schema behind the port. */
export function createCompiledSchema({ check, explain }: SchemaFunctions): CompiledSchema {
  let decide: Check | undefined;
  return {
    isValid(value) {
      decide ??= check();
      try {
        return decide(value);
      } catch (error) {
        if (isStackOverflow(error)) return false;
        throw error;
      }
    },
    explain(value, limit) {
      try {
        return explain(value, limit);
      } catch (error) {
        if (isStackOverflow(error)) return [tooDeep];
        throw error;
      }
    },
  };
}

/** A recursive schema follows a value as deep as it is nested. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError;
}
