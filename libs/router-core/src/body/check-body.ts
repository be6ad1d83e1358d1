import { RequestValidationError } from '../errors/request-errors.ts';
import type { Violation } from '../errors/violation.ts';
import { type Reading, readAgain } from '../params/index.ts';
import type { CompiledSchema, SchemaViolation } from '../ports/schema-compiler.ts';
import type { DecoderContext } from './body-decoder.ts';
import { compileDefaults } from './compile-defaults.ts';

/** At most so many violations are reported (PRODUCT: `errors`). */
export const maxViolations = 20;

/**
 * Returns `value` when it fits; without a schema everything does.
 * @throws RequestValidationError
 */
export function checkBody(schema: CompiledSchema | undefined, value: unknown): unknown {
  if (schema === undefined || schema.isValid(value)) return value;
  throw new RequestValidationError(schema.explain(value, maxViolations).map((found) => inBody(found)));
}

/** The check of one decoded body; `others`: what its texts can mean as well. */
export type BodyCheck = <Value>(value: Value, others?: readonly Reading[]) => Value;

/** What becomes of a decoded body: the contract's defaults where something is left out, then its schema. */
export function compileBodyCheck({
  media,
  contract,
  schemas: { whole },
}: Pick<DecoderContext, 'media' | 'contract' | 'schemas'>): BodyCheck {
  const fillDefaults = compileDefaults(media.schema, contract.schemas);
  return (value, others) => {
    fillDefaults?.(value);
    if (whole === undefined || whole.isValid(value)) return value;
    const first = whole.explain(value, maxViolations);
    // It changes the value in place: these are readings of its members.
    if (others !== undefined && readAgain(value, others, whole) !== undefined) return value;
    throw new RequestValidationError(first.map((found) => inBody(found)));
  };
}

/** `prefix`: pointer of the place that was checked. */
export function inBody(found: SchemaViolation, prefix = ''): Violation {
  return { in: 'body', pointer: prefix + found.pointer, keyword: found.keyword, detail: found.detail };
}

/** The violations of a value that is a part of the body. */
export function within(pointer: string, { violations }: RequestValidationError): readonly Violation[] {
  return violations.map((violation) => ({ ...violation, pointer: pointer + violation.pointer }));
}

/** A required body is not there. */
export function absentBody(): RequestValidationError {
  return new RequestValidationError([
    { in: 'body', pointer: '', keyword: 'required', detail: 'a request body is required' },
  ]);
}
