import type { CompiledSchema, SchemaViolation } from '../ports/schema-compiler.ts';
import { explainErrors, type SchemaError } from './explain-errors.ts';

/** A generated function: says whether a value is valid and leaves its errors on itself. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

export interface Validators {
  readonly decide: () => Validator;
  readonly explain: () => Validator;
}

const tooDeep: SchemaViolation = { pointer: '', keyword: 'depth', detail: 'must not be nested so deeply' };

/** Puts the two functions of a schema behind the port; each is asked for when it is first needed. */
export function createCompiledSchema(validators: Validators): CompiledSchema {
  let decide: Validator | undefined;
  let explain: Validator | undefined;
  return {
    isValid(value) {
      decide ??= validators.decide();
      try {
        return decide(value);
      } catch (error) {
        if (isStackOverflow(error)) return false;
        throw error;
      }
    },
    explain(value, limit) {
      explain ??= validators.explain();
      try {
        return explain(value) ? [] : explainErrors(explain.errors ?? [], value, limit);
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
