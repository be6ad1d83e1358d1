import type { Inclusion, PlacedSchema } from '@brrt/router-core/compare';
import type { DiffContext } from './diff-context.ts';

/** What has become of the values of a schema: `same` where neither side has one that the other refuses. */
export type Movement =
  | { readonly kind: 'same' | 'narrower' | 'wider' }
  /** Some value is taken by the sender and not by the receiver. */
  | { readonly kind: 'broken'; readonly witness: unknown; readonly pointers: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Whether the receiver takes all that the sender may send; then whether it takes more. */
export function moveOf(sender: PlacedSchema, receiver: PlacedSchema, { comparison }: DiffContext): Movement {
  const forth = comparison.compare({ superset: receiver, subset: sender });
  if (forth.verdict === 'refuted') return { kind: 'broken', witness: forth.witness, pointers: forth.pointers };
  if (forth.verdict === 'unknown') return { kind: 'unknown', reason: forth.reason };
  if (forth.why === 'same') return { kind: 'same' };
  const back: Inclusion = comparison.compare({ superset: sender, subset: receiver });
  return { kind: back.verdict === 'included' ? 'same' : 'wider' };
}

/** ` at /name` and the like. */
export function atPointers(pointers: readonly string[]): string {
  const named = pointers.filter((pointer) => pointer !== '');
  return named.length === 0 ? '' : ` at ${named.join(', ')}`;
}
