import { ResponseValidationError } from '../../errors/pipeline-errors.ts';
import type { CompiledSchema, SchemaViolation } from '../../ports/schema-compiler.ts';
import { maxViolations } from '../check-body.ts';
import { explainItem, explainItems } from './check-items.ts';

/** What the items of a sequential response are held against. */
export interface ItemChecks {
  readonly item: CompiledSchema | undefined;
  /** Of the array of all items. */
  readonly whole: CompiledSchema | undefined;
  /** A bare string stands for an event with that data. */
  readonly isEvents: boolean;
}

/** Breaches of items that are there already. */
export function explainArray(
  { item, whole, isEvents }: ItemChecks,
  items: readonly unknown[],
): readonly SchemaViolation[] {
  const values = isEvents ? items.map(toEvent) : items;
  const breaches = item === undefined ? [] : explainItems(item, values, maxViolations);
  if (breaches.length > 0 || whole === undefined || whole.isValid(values)) return breaches;
  return whole.explain(values, maxViolations);
}

/**
 * The same items, each checked before it goes on. Where the contract speaks about the complete array, nothing goes on before
 * all are there. The iteration fails with ResponseValidationError at the first breach, and the source is closed.
 */
export async function* checkedItems(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  checks: ItemChecks,
  answered: number,
): AsyncGenerator<unknown> {
  if (checks.whole !== undefined) {
    const all: unknown[] = [];
    for await (const item of items) all.push(item);
    const breaches = explainArray(checks, all);
    if (breaches.length > 0) throw new ResponseValidationError(answered, breaches);
    yield* all;
    return;
  }
  let index = 0;
  for await (const item of items) {
    const value = checks.isEvents ? toEvent(item) : item;
    if (checks.item !== undefined && !checks.item.isValid(value)) {
      throw new ResponseValidationError(answered, explainItem(checks.item, { item: value, index }, maxViolations));
    }
    index += 1;
    yield item;
  }
}

function toEvent(item: unknown): unknown {
  return typeof item === 'string' ? { data: item } : item;
}
