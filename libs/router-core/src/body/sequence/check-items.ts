import { RequestValidationError } from '../../errors/request-errors.ts';
import type { CompiledSchema, SchemaViolation } from '../../ports/schema-compiler.ts';
import { inBody, maxViolations } from '../check-body.ts';

/** Violations of all items, at most `limit`; pointers begin with the index of the item. */
export function explainItems(
  schema: CompiledSchema,
  items: readonly unknown[],
  limit: number,
): readonly SchemaViolation[] {
  const violations: SchemaViolation[] = [];
  for (const [index, item] of items.entries()) {
    if (violations.length >= limit) break;
    if (!schema.isValid(item)) violations.push(...explainItem(schema, { item, index }, limit - violations.length));
  }
  return violations;
}

/** Violations of one item. */
export function explainItem(
  schema: CompiledSchema,
  { item, index }: { readonly item: unknown; readonly index: number },
  limit: number,
): readonly SchemaViolation[] {
  return schema.explain(item, limit).map((found) => ({ ...found, pointer: `/${index}${found.pointer}` }));
}

/** @throws RequestValidationError with pointers that begin with the index of the item */
export function checkItems(schema: CompiledSchema, items: readonly unknown[]): void {
  const violations = explainItems(schema, items, maxViolations);
  if (violations.length > 0) throw new RequestValidationError(violations.map((found) => inBody(found)));
}

/** @throws RequestValidationError */
export function checkItem(schema: CompiledSchema, item: unknown, index: number): void {
  if (schema.isValid(item)) return;
  throw new RequestValidationError(explainItem(schema, { item, index }, maxViolations).map((found) => inBody(found)));
}
