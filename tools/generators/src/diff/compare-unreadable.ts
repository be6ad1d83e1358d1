import type { BrokenOperation, Operation, ServiceModel } from '@brrt/service-model';
import { type FoundChange, labelOf } from './diff-context.ts';

/** Operations that cannot be read in one revision or in both: nothing is known of them. */
export function compareUnreadable(
  old: ServiceModel,
  fresh: ServiceModel,
): readonly (FoundChange & { readonly label: string })[] {
  const [before, after] = [byLabel(old), byLabel(fresh)];
  return [...new Set([...after.keys(), ...before.keys()])].map((label) => {
    const [one, other] = [before.get(label), after.get(label)];
    const reason = (other ?? one)?.diagnostics[0]?.message ?? '';
    return {
      label,
      id: 'operation-unreadable',
      level: 'unknown',
      direction: 'contract',
      part: 'operation',
      text: `${other === undefined ? 'it could not be read' : 'it cannot be read'}: ${reason}`,
      ...(one && { old: one.source }),
      ...(other && { new: other.source }),
      content: [one?.diagnostics.map(({ message }) => message), other?.diagnostics.map(({ message }) => message)],
    };
  });
}

function byLabel({ brokenOperations }: ServiceModel): ReadonlyMap<string, BrokenOperation> {
  return new Map(brokenOperations.map((operation) => [labelOf(operation), operation]));
}

/** Whether an operation is in a revision that cannot read it. */
export function isUnreadable({ method, path }: Operation, { brokenOperations }: ServiceModel): boolean {
  return brokenOperations.some((broken) => broken.path === path && (broken.method === method || broken.method === '*'));
}
