import type { JsonObject, Operation } from '@brrt/service-model';
import { formatPointer, nearestName, rewriteReferences, templateNames } from '@brrt/service-model/references';
import { aggregateField } from './aggregate-parts.ts';
import { type Composing, textsOf } from './composing.ts';
import type { ClientContract, OperationChange, ServiceChoice } from './composition.ts';
import type { ServiceDocument, WrittenOperation } from './service-document.ts';
import type { Taker } from './taken-components.ts';

/** Enters the operations that a contract takes of a service: they are passed on to it. */
export function placeService(contract: ClientContract, choice: ServiceChoice, composing: Composing): void {
  const source = composing.services.get(choice.service);
  if (source === undefined) return;
  checkNames(choice, source, composing);
  const chosen = chosenOperations(choice, source);
  const idOf = ({ operation: { id } }: WrittenOperation): string =>
    [contract.name, choice.changes.get(id)?.operationId ?? `${source.name}_${id}`].join('_');
  const taker: Taker = {
    source,
    contract: contract.name,
    operationId(link) {
      const target = chosen.find((each) => isTarget(link, each));
      return target === undefined ? undefined : idOf(target);
    },
  };
  for (const written of chosen) {
    const { operation, key } = written;
    const change = choice.changes.get(operation.id);
    const path = contract.prefix + choice.path + (change?.path ?? operation.path);
    checkVariables(operation, change, composing);
    composing.paths.add({
      ...{ path, key, method: operation.method, id: idOf(written) },
      value: passedOn(written, { contract, change, taker, id: idOf(written) }, composing),
      origin: `${source.name}: ${operation.id}`,
      writtenAt: operation.source,
      at: change?.at ?? choice.at,
    });
  }
}

function chosenOperations(
  { operations }: ServiceChoice,
  { operations: all }: ServiceDocument,
): readonly WrittenOperation[] {
  // What `x-websocket` opens cannot be passed on.
  if (operations === 'all') return all.filter(({ operation }) => operation.webSocket === undefined);
  return all.filter(({ operation }) => operations.some(({ id }) => id === operation.id));
}

// What a service says for its own browsers, and for its own handlers.
const own = ['servers', 'x-cors', 'x-handler', 'x-brrtrouter-impl', 'x-service-base-path', aggregateField];

interface Passing {
  readonly contract: ClientContract;
  readonly change: OperationChange | undefined;
  readonly taker: Taker;
  readonly id: string;
}

function passedOn({ operation, value }: WrittenOperation, passing: Passing, composing: Composing): JsonObject {
  const { contract, change, taker, id } = passing;
  const { source } = taker;
  // The cast: an operation stays an object.
  const rewritten = rewriteReferences(value, 'operation', composing.components.rules(taker)) as JsonObject;
  const rest = Object.entries(rewritten).filter(([key]) => !own.includes(key));
  const tags = change?.tags ?? textsOf(value.tags).map((tag) => composing.tags.use(tag, source));
  return {
    operationId: id,
    ...Object.fromEntries(rest),
    ...(tags.length === 0 ? {} : { tags }),
    security: change?.security ?? contract.security,
    ...(contract.servers === undefined ? {} : { servers: contract.servers }),
    'x-service': source.name,
    'x-brrtrouter-downstream-path': (operation.basePaths[0] ?? '') + operation.path,
  };
}

function isTarget({ operationId, operationRef }: JsonObject, { operation, key }: WrittenOperation): boolean {
  if (operationId !== undefined) return operationId === operation.id;
  return (
    typeof operationRef === 'string' && decoded(operationRef) === `#${formatPointer(['paths', operation.path, ...key])}`
  );
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

function checkNames({ operations, changes }: ServiceChoice, source: ServiceDocument, { diagnostics }: Composing): void {
  const ids = source.operations.map(({ operation }) => operation.id);
  const broken = source.model.brokenOperations.map(({ id }) => id);
  const chosen = operations === 'all' ? ids : operations.map(({ id }) => id);
  const named = operations === 'all' ? [] : operations;
  for (const { id, at } of named.filter(({ id }) => !ids.includes(id))) {
    const near = nearestName(id, ids);
    const hint = near === undefined ? `It has ${ids.join(', ')}` : `Did you mean "${near}"?`;
    const what = broken.includes(id)
      ? `The operation ${id} of ${source.name} cannot be read`
      : `${source.name} has no operation ${id}`;
    diagnostics.push({ ...at, severity: 'error', code: 'composition-operation', message: what, hint });
  }
  for (const { id, at } of named) {
    const found = source.operations.find(({ operation }) => operation.id === id)?.operation;
    if (found?.webSocket === undefined) continue;
    const message = `${id} of ${source.name} is a WebSocket, which is not passed on`;
    const hint = 'Leave it out: clients open it at the service, or at an operation of the BFF with a handler';
    diagnostics.push({ ...at, severity: 'error', code: 'composition-operation', message, hint });
  }
  for (const [id, { at }] of changes) {
    if (chosen.includes(id)) continue;
    const near = nearestName(id, chosen);
    const hint = near === undefined ? `Chosen are ${chosen.join(', ')}` : `Did you mean "${near}"?`;
    diagnostics.push({
      ...at,
      severity: 'error',
      code: 'composition-operation',
      message: `${id} of ${source.name} is not chosen`,
      hint,
    });
  }
}

function checkVariables({ path }: Operation, change: OperationChange | undefined, { diagnostics }: Composing): void {
  if (change?.path === undefined) return;
  const wanted = templateNames(path).toSorted().join(', ');
  if (templateNames(change.path).toSorted().join(', ') === wanted) return;
  diagnostics.push({
    ...change.at,
    severity: 'error',
    code: 'composition-path',
    message: `${change.path} has not the variables of ${path}`,
    hint: wanted === '' ? 'It has none' : `It needs ${wanted}, in whatever order`,
  });
}
