import { bodyKind } from '@brrt/router-core/body';
import type { PlacedSchema } from '@brrt/router-core/compare';
import { generateValue } from '@brrt/router-core/examples';
import type { MediaType } from '@brrt/service-model';
import type { Movement } from './compare-places.ts';
import type { DiffContext } from './diff-context.ts';
import { textJourney } from './text-journey.ts';

interface Widening {
  /** By which readers of the old contract know it. */
  readonly known: MediaType;
  readonly sender: PlacedSchema;
  readonly receiver: PlacedSchema;
  /** What the schemas alone say. */
  readonly found: Extract<Movement, { readonly kind: 'broken' }>;
}

interface Refused {
  readonly value: unknown;
  readonly pointers: readonly string[];
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const mostPointers = 5;

/** A body of a response that readers of the old contract refuse as they read it; undefined: none is known. */
export function refusedAnswer(
  { known, sender, receiver, found }: Widening,
  { old, fresh }: DiffContext,
): Refused | undefined {
  const kind = bodyKind(known, old.model);
  const shown = { value: found.witness, pointers: found.pointers };
  if (kind !== 'xml' && kind !== 'text' && kind !== 'multipart') return shown;
  const check = old.schemas.compile(receiver.place);
  const journey = textJourney(check);
  if (journey(found.witness) === 'refused') return shown;
  const { isValid } = fresh.schemas.compile(sender.place);
  const isRefused = (value: unknown): boolean => isValid(value) && journey(value) === 'refused';
  for (const seed of seeds) {
    const value = generateValue(sender.place.schema, fresh.model, { direction: 'response', seed, isValid: isRefused });
    if (value === undefined || !isRefused(value)) continue;
    return { value, pointers: check.explain(value, mostPointers).map(({ pointer }) => pointer) };
  }
  return undefined;
}
