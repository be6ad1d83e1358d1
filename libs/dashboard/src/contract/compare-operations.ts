import type { Header, MediaType, Operation, Parameter, RequestBody, Response, ServiceModel } from '@brrt/service-model';
import type { OperationChange } from '../api/services.ts';
import { type ComparedModels, compareSchemas } from './compare-schemas.ts';

type Model = Pick<ServiceModel, 'operations' | 'schemas'>;

const maximumDetails = 50;

/** Operation by operation, in the order of the newer contract; those that are gone come last. */
export function compareOperations(before: Model, after: Model): readonly OperationChange[] {
  const old = new Map(before.operations.map((operation) => [operation.id, operation]));
  const current = new Set(after.operations.map(({ id }) => id));
  const kept = after.operations.flatMap((operation): readonly OperationChange[] => {
    const previous = old.get(operation.id);
    if (previous === undefined) return [{ operation: operation.id, change: 'added', details: [addressOf(operation)] }];
    const details = compareOperation(previous, operation, { before, after });
    return details.length === 0 ? [] : [{ operation: operation.id, change: 'changed', details }];
  });
  const removed = before.operations
    .filter(({ id }) => !current.has(id))
    .map(
      (operation): OperationChange => ({ operation: operation.id, change: 'removed', details: [addressOf(operation)] }),
    );
  return [...kept, ...removed];
}

function compareOperation(before: Operation, after: Operation, models: ComparedModels): readonly string[] {
  const details = [
    ...changed('address', addressOf(before), addressOf(after)),
    ...changed('deprecated', before.deprecated, after.deprecated),
    ...changed('security', securityOf(before), securityOf(after)),
    ...byName({ before: before.parameters, after: after.parameters }, parameterName, (one, other) =>
      compareValues(one, other, models),
    ),
    ...compareBodies(before.requestBody, after.requestBody, models),
    ...byName({ before: before.responses, after: after.responses }, responseName, (one, other) =>
      compareResponses(one, other, models),
    ),
    ...compareWebSockets(before.webSocket, after.webSocket, models),
  ];
  if (details.length <= maximumDetails) return details;
  return [...details.slice(0, maximumDetails), `and ${details.length - maximumDetails} more`];
}

function addressOf({ method, path, basePaths }: Operation): string {
  return `${method} ${basePaths[0] ?? ''}${path}`;
}

function securityOf({ security }: Operation): string {
  if (security.length === 0) return 'public';
  const one = ({ scheme, scopes }: { readonly scheme: string; readonly scopes: readonly string[] }): string =>
    scopes.length === 0 ? scheme : `${scheme}(${scopes.join(' ')})`;
  return security.map((all) => (all.length === 0 ? 'anonymous' : all.map(one).join(' and '))).join(' or ');
}

function parameterName(parameter: Parameter): string {
  return `${parameter.in} parameter ${parameter.name}`;
}

function responseName({ status }: Response): string {
  return `response ${status}`;
}

interface Sides<Part> {
  readonly before: readonly Part[];
  readonly after: readonly Part[];
}

/** `<name>: <what>` of those on both sides; what is on one side alone is new or gone. */
function byName<Part>(
  { before, after }: Sides<Part>,
  nameOf: (part: Part) => string,
  compare: (one: Part, other: Part) => readonly string[],
): readonly string[] {
  const old = new Map(before.map((part) => [nameOf(part), part]));
  const names = new Set(after.map(nameOf));
  return [
    ...after.flatMap((part) => {
      const name = nameOf(part);
      const previous = old.get(name);
      return previous === undefined ? [`${name} is new`] : compare(previous, part).map((what) => `${name}: ${what}`);
    }),
    ...[...old.keys()].filter((name) => !names.has(name)).map((name) => `${name} is gone`),
  ];
}

function compareValues(
  before: Parameter | Header,
  after: Parameter | Header,
  models: ComparedModels,
): readonly string[] {
  return [
    ...changed('required', before.required, after.required),
    ...('deprecated' in before && 'deprecated' in after
      ? changed('deprecated', before.deprecated, after.deprecated)
      : []),
    ...('style' in before && 'style' in after ? changed('style', before.style, after.style) : []),
    ...changed('explode', before.explode, after.explode),
    ...changed('content', before.content?.mediaType, after.content?.mediaType),
    ...compareSchemas(before.content?.schema ?? before.schema, after.content?.schema ?? after.schema, models),
  ];
}

function compareBodies(
  before: RequestBody | undefined,
  after: RequestBody | undefined,
  models: ComparedModels,
): readonly string[] {
  if (before === undefined || after === undefined) {
    if (before === after) return [];
    return [before === undefined ? `body is new${after?.required === true ? ', and required' : ''}` : 'body is gone'];
  }
  return [
    ...changed('body: required', before.required, after.required),
    ...compareContent(before.content, after.content, models).map((what) => `body: ${what}`),
  ];
}

type WebSocketContract = Operation['webSocket'];

function compareWebSockets(
  before: WebSocketContract,
  after: WebSocketContract,
  models: ComparedModels,
): readonly string[] {
  if (before === undefined || after === undefined) {
    if (before === after) return [];
    return [before === undefined ? 'it is a WebSocket now' : 'it is no WebSocket any more'];
  }
  const ways = (['receive', 'send'] as const).flatMap((way) =>
    [
      ...changed('binary', before[way].binary, after[way].binary),
      ...compareSchemas(before[way].schema ?? true, after[way].schema ?? true, models),
    ].map((what) => `messages to ${way}: ${what}`),
  );
  return [...changed('subprotocols', before.subprotocols.join(', '), after.subprotocols.join(', ')), ...ways];
}

function compareContent(
  before: readonly MediaType[],
  after: readonly MediaType[],
  models: ComparedModels,
): readonly string[] {
  return byName(
    { before, after },
    ({ mediaType }) => mediaType,
    (one, other) => [
      ...compareSchemas(one.schema ?? true, other.schema ?? true, models),
      ...compareSchemas(one.itemSchema ?? true, other.itemSchema ?? true, models).map((what) => `item ${what}`),
    ],
  );
}

function compareResponses(before: Response, after: Response, models: ComparedModels): readonly string[] {
  return [
    ...byName(
      { before: before.headers, after: after.headers },
      ({ name }) => `header ${name}`,
      (one, other) => compareValues(one, other, models),
    ),
    ...compareContent(before.content, after.content, models),
  ];
}

function changed<Value>(what: string, before: Value, after: Value): readonly string[] {
  return before === after ? [] : [`${what} ${shown(before)} → ${shown(after)}`];
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : String(value);
}
