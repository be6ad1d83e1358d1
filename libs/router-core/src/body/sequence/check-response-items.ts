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

/** Items that are still to come, each checked before it goes on; the source is closed at the first breach. */
export class CheckedItems implements AsyncIterable<unknown> {
  readonly source: Iterable<unknown> | AsyncIterable<unknown>;
  readonly checks: ItemChecks;
  readonly #answered: number;

  constructor(source: Iterable<unknown> | AsyncIterable<unknown>, checks: ItemChecks, answered: number) {
    this.source = source;
    this.checks = checks;
    this.#answered = answered;
  }

  /** @throws ResponseValidationError */
  check(item: unknown, index: number): void {
    const { item: schema, isEvents } = this.checks;
    const value = isEvents ? toEvent(item) : item;
    if (schema === undefined || schema.isValid(value)) return;
    throw new ResponseValidationError(this.#answered, explainItem(schema, { item: value, index }, maxViolations));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    let index = 0;
    for await (const item of this.source) {
      this.check(item, index);
      index += 1;
      yield item;
    }
  }
}

/**
 * The same items, each checked before it goes on. Where the contract speaks about the complete array, nothing goes on before
 * all are there. The iteration fails with ResponseValidationError at the first breach.
 */
export function checkedItems(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  checks: ItemChecks,
  answered: number,
): AsyncIterable<unknown> {
  return checks.whole === undefined ? new CheckedItems(items, checks, answered) : checkedWhole(items, checks, answered);
}

async function* checkedWhole(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  checks: ItemChecks,
  answered: number,
): AsyncGenerator<unknown> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  const breaches = explainArray(checks, all);
  if (breaches.length > 0) throw new ResponseValidationError(answered, breaches);
  yield* all;
}

function toEvent(item: unknown): unknown {
  return typeof item === 'string' ? { data: item } : item;
}
