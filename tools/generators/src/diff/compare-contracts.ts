import type { Operation, ServiceModel } from '@brrt/service-model';
import { templateShape } from '@brrt/service-model/references';
import type { Change } from './change.ts';
import { compareBodies } from './compare-bodies.ts';
import { compareCallbacks } from './compare-callbacks.ts';
import { compareDocument, compareOwnServers } from './compare-document.ts';
import { compareExtensions } from './compare-extensions.ts';
import { compareParameters } from './compare-parameters.ts';
import { addedOperation, removedOperation, shadowedOperation } from './compare-presence.ts';
import { compareResponses } from './compare-responses.ts';
import { compareSecurity } from './compare-security.ts';
import { compareUnreadable, isUnreadable } from './compare-unreadable.ts';
import { compareWebSockets } from './compare-web-socket.ts';
import {
  changeOf,
  createDiffContext,
  type DiffContext,
  type FoundChange,
  labelOf,
  type OperationPair,
} from './diff-context.ts';
import { normalizedPath } from './normalized-path.ts';
import { requestWitness } from './witness.ts';

/**
 * Every change between two revisions of a contract, in the order of the new one; what is gone comes last.
 *
 * @param url where the service is asked that has the new one
 */
export function compareContracts(old: ServiceModel, fresh: ServiceModel, url?: string): readonly Change[] {
  const context = createDiffContext(old, fresh, url);
  const before = new Map(old.operations.map((operation) => [keyOf(operation), operation]));
  const after = new Map(fresh.operations.map((operation) => [keyOf(operation), operation]));
  const kept = old.operations.filter((operation) => after.has(keyOf(operation)));
  const changes: Change[] = [];
  for (const [key, operation] of after) {
    const known = before.get(key);
    if (known === undefined && isUnreadable(operation, old)) continue;
    const found =
      known === undefined ? [addedOperation(operation)] : compareOperations({ old: known, fresh: operation }, context);
    const { id } = known ?? operation;
    changes.push(...found.map((each) => changeOf({ label: labelOf(operation), id }, each, context)));
    const shadowed = known === undefined ? shadowedOperation(operation, kept, context) : undefined;
    if (shadowed === undefined) continue;
    const hit = shadowed.operation;
    changes.push(changeOf({ label: labelOf(hit), id: hit.id }, shadowed.found, context));
  }
  for (const [key, operation] of before) {
    if (after.has(key) || isUnreadable(operation, fresh)) continue;
    const found = removedOperation(operation, [...after.values()], context);
    changes.push(changeOf({ label: labelOf(operation), id: operation.id }, found, context));
  }
  for (const { label, ...found } of compareUnreadable(old, fresh)) changes.push(changeOf({ label }, found, context));
  const whole = [...compareDocument(old, fresh), ...compareCallbacks(old.webhooks, fresh.webhooks, context)];
  return [...changes, ...whole.map((each) => changeOf({ label: '' }, each, context))];
}

/** Names of path parameters are no matter of the wire. */
function keyOf({ method, path }: Operation): string {
  return `${method} ${templateShape(normalizedPath(path))}`;
}

function compareOperations(pair: OperationPair, context: DiffContext): readonly FoundChange[] {
  return [
    ...compareIdentity(pair, context),
    ...compareExtensions(pair),
    ...compareOwnServers(pair, context),
    ...compareParameters(pair, context),
    ...compareBodies(pair, context),
    ...compareResponses(pair, context),
    ...compareSecurity(pair, context),
    ...compareWebSockets(pair, context),
    ...compareCallbacks(pair.old.callbacks, pair.fresh.callbacks, context),
  ];
}

function compareIdentity({ old, fresh }: OperationPair, context: DiffContext): readonly FoundChange[] {
  const common = { direction: 'contract', part: 'operation', old: old.source, new: fresh.source } as const;
  const changes: FoundChange[] = [];
  if (old.id !== fresh.id) {
    const text = `operationId ${old.id} is ${fresh.id} now: the same on the wire, another name in generated clients`;
    changes.push({ ...common, id: 'operation-renamed', level: 'compatible', text, content: [old.id, fresh.id] });
  }
  if (fresh.deprecated && !old.deprecated) {
    changes.push({
      ...common,
      id: 'operation-deprecated',
      level: 'compatible',
      text: 'it is deprecated now',
      content: [],
    });
  }
  for (const base of old.basePaths.filter((each) => !fresh.basePaths.includes(each))) {
    const witness = requestWitness({ ...old, basePaths: [base] }, context);
    const text = `it is no longer found below ${base === '' ? 'the root' : base}, but below ${fresh.basePaths.map((each) => each || 'the root').join(', ')}`;
    changes.push({
      ...common,
      id: 'base-path-removed',
      level: 'breaking',
      direction: 'request',
      text,
      content: [old.basePaths, fresh.basePaths],
      ...(witness && { witness }),
    });
  }
  return changes;
}
