import { compileJourney, generateRequest } from '@brrt/router-core/examples';
import { decodePercent } from '@brrt/router-core/params';
import type { Operation } from '@brrt/service-model';
import { templateNames } from '@brrt/service-model/references';
import { type DiffContext, type FoundChange, labelOf, type Revision } from './diff-context.ts';
import { normalizedPath } from './normalized-path.ts';
import { requestWitness } from './witness.ts';

export function addedOperation(operation: Operation): FoundChange {
  const text = `${labelOf(operation)} is new`;
  return {
    id: 'operation-added',
    level: 'compatible',
    direction: 'contract',
    part: 'operation',
    text,
    new: operation.source,
    content: [undefined, operation],
  };
}

export function removedOperation(operation: Operation, left: readonly Operation[], context: DiffContext): FoundChange {
  const label = labelOf(operation);
  const common = {
    id: 'operation-removed',
    direction: 'request',
    part: 'operation',
    old: operation.source,
    content: [operation],
  } as const;
  // RFC 9110 §9.3.2: services answer HEAD as they answer GET.
  const get = operation.method === 'HEAD' && left.find((each) => each.method === 'GET' && each.path === operation.path);
  if (get) {
    const text = `${label} is gone: it is answered as ${labelOf(get)} is, without content`;
    return { ...common, level: 'unknown', text, new: get.source };
  }
  const moved = left.find(({ id }) => id === operation.id);
  const taker = moved === undefined ? takerOf(operation, left, [context.old, context.fresh]) : undefined;
  const witness = requestWitness(operation, context);
  const text = `${label} ${becomeOf(moved, taker)}`;
  const next = moved ?? taker;
  return { ...common, level: 'breaking', text, ...(next && { new: next.source }), ...(witness && { witness }) };
}

function becomeOf(moved: Operation | undefined, taker: Operation | undefined): string {
  if (moved !== undefined) return `has moved to ${labelOf(moved)}`;
  return taker === undefined ? 'is gone' : `is gone: its requests go to ${labelOf(taker)}`;
}

/** Concrete paths come before templated ones: requests to a new path may have been for an operation that is still there. */
export function shadowedOperation(
  added: Operation,
  before: readonly Operation[],
  { old, fresh }: DiffContext,
): { readonly operation: Operation; readonly found: FoundChange } | undefined {
  const operation = takerOf(added, before, [fresh, old]);
  if (operation === undefined) return undefined;
  const found: FoundChange = {
    id: 'operation-shadowed',
    level: 'unknown',
    direction: 'request',
    part: 'operation',
    text: `${labelOf(added)} is new and takes requests that came here`,
    old: operation.source,
    new: added.source,
    content: [operation, added],
  };
  return { operation, found };
}

/** Another operation to which requests of this one go, where it is not there. */
function takerOf(
  operation: Operation,
  others: readonly Operation[],
  [own, other]: readonly [Revision, Revision],
): Operation | undefined {
  const path = normalizedPath(samplePath(operation, own));
  return others.find(
    (each) =>
      each.method === operation.method &&
      each.basePaths.some((base) => operation.basePaths.includes(base)) &&
      takesPath(each, path, other),
  );
}

/** The path of a request; the template where there is none. */
function samplePath(operation: Operation, { model, schemas }: Revision): string {
  const { requestBody: _, ...bare } = operation;
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'path');
  const made = generateRequest({ ...bare, parameters, basePaths: [''], security: [] }, model, { schemas });
  return 'request' in made ? made.request.target : operation.path;
}

function takesPath(operation: Operation, path: string, { model, schemas }: Revision): boolean {
  const pattern = normalizedPath(operation.path)
    .split(/\{[^{}]+\}/)
    .map((literal) => literal.replaceAll(/[^\w/-]/g, String.raw`\$&`))
    .join('([^/]+?)');
  const values = new RegExp(`^${pattern}$`).exec(path)?.slice(1);
  const names = templateNames(operation.path);
  return (
    values?.every((raw, at) => {
      const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === names[at]);
      return (
        parameter === undefined ||
        compileJourney(parameter, { operation, contract: model, schemas })(decodePercent(raw))
      );
    }) === true
  );
}
