import { relative } from 'node:path';
import { credentialClashes, type Diagnostic, type Operation, type ServiceModel } from '@brrt/service-model';
import { compareBodies } from '../diff/compare-bodies.ts';
import { compareParameters } from '../diff/compare-parameters.ts';
import { atPointers } from '../diff/compare-places.ts';
import { compareResponses, expecting } from '../diff/compare-responses.ts';
import { createDiffContext, type DiffContext, type FoundChange, type OperationPair } from '../diff/diff-context.ts';
import { withoutUndeclared } from './without-undeclared.ts';

/** An operation that is passed on, and the one of the called service that answers it. */
export interface PassedOperation {
  readonly operation: Operation;
  readonly called: Operation;
}

/**
 * Requests that `model` takes and the called service refuses, credentials that no request can carry among them, and answers of that
 * one which `model` does not allow.
 */
export function lintPassedOperations(
  passed: readonly PassedOperation[],
  model: ServiceModel,
  called: ServiceModel,
): readonly Diagnostic[] {
  const context = createDiffContext(model, called);
  return passed.flatMap((each) => {
    const found = [...requestFaults(each, context), ...answerFaults(each, context)];
    return [...credentialFaults(each, called), ...found.map((fault) => diagnosticOf(fault, each))];
  });
}

function credentialFaults(
  { operation, called }: PassedOperation,
  { securitySchemes }: ServiceModel,
): readonly Diagnostic[] {
  const clashes = called.security.map((alternative) => {
    const names = alternative.map(({ scheme }) => scheme);
    return credentialClashes(names, securitySchemes)[0];
  });
  const [clash] = clashes;
  if (clash === undefined || clashes.includes(undefined)) return [];
  const { file, line } = called.source;
  const what = `wants the schemes "${clash.schemes.join('" and "')}" at once, which both take ${clash.field}`;
  return [
    {
      ...operation.source,
      severity: 'error',
      code: 'incompatible-downstream-operation',
      message: `${operation.id} goes on to ${operation.passThrough?.service}: that ${what} (${relative(process.cwd(), file)}:${line})`,
      hint: 'No request carries both: change the contract of the called service; where either is enough, write them as two requirements',
    },
  ];
}

/** What the gateway says itself, whatever the client sends. */
const ownFields: ReadonlySet<string> = new Set(['forwarded', 'via', 'traceparent', 'x-request-id']);

function requestFaults(passed: PassedOperation, context: DiffContext): readonly FoundChange[] {
  const pair = alignPaths(passed);
  const found = [...compareParameters(pair, context), ...compareBodies(pair, context)];
  return found
    .filter(({ level }) => level === 'breaking')
    .flatMap((fault) => (fault.shown?.between === undefined ? [fault] : withoutUndeclared(fault, context)));
}

/** Parameters of the path meet where their segments do; what a constant fills is no matter of the client. */
function alignPaths({ operation, called }: PassedOperation): OperationPair {
  const [sent, taken] = [operation.passThrough?.path ?? '', called.path].map((path) => path.split('/').reverse());
  const names = (taken ?? []).flatMap((segment, index): (readonly [string, string])[] => {
    const [from, to] = [sent?.[index], segment].map((each) => /^\{([^{}]*)\}$/.exec(each ?? '')?.[1]);
    return from === undefined || to === undefined ? [] : [[from, to]];
  });
  const side = (own: Operation, kept: readonly string[]): Operation => ({
    ...own,
    path: kept.map((name) => `/{${name}}`).join(''),
    parameters: own.parameters.filter(({ in: place, name }) =>
      place === 'path' ? kept.includes(name) : place !== 'header' || !ownFields.has(name.toLowerCase()),
    ),
  });
  const [old, fresh] = [names.map(([from]) => from), names.map(([, to]) => to)];
  return { old: side(operation, old), fresh: side(called, fresh) };
}

/** Refusals of credentials of this service, and answers to preconditions and ranges, which go on only where answers are declared. */
const handledStatuses: ReadonlySet<string> = new Set(['401', '407', '304', '412', '416']);

function answerFaults({ operation, called }: PassedOperation, context: DiffContext): readonly FoundChange[] {
  const known = called.responses.filter(({ status }) => expecting(status, operation.responses) !== undefined);
  const undeclared = called.responses.filter(
    (response) => /^[2-4]\d\d$/.test(response.status) && !known.includes(response),
  );
  const lost = undeclared
    .filter(({ status }) => !handledStatuses.has(status))
    .map(
      ({ status, source }): FoundChange => ({
        id: 'response-status-added',
        level: 'breaking',
        direction: 'response',
        part: `response ${status}`,
        text: '',
        old: operation.source,
        new: source,
      }),
    );
  const responses = known.map((response) => (isError(response.status) ? withoutProblems(response) : response));
  const checked = responses.filter(({ status, content }) => !isError(status) || content.length > 0);
  const isEmpty = (part: string) =>
    checked.some(({ status, content }) => content.length === 0 && part.startsWith(`response ${status} `));
  // A status that the called service does not name may be this one's own: 401, 429, 503.
  const open = operation.responses.filter(
    ({ status }) => !/^\d{3}$/.test(status) || called.responses.some((response) => response.status === status),
  );
  const pair = { old: { ...operation, responses: open }, fresh: { ...called, responses: checked } };
  const found = compareResponses(pair, context);
  const wrong = found.filter(({ id, level, part }) =>
    id === 'response-media-type-removed'
      ? isEmpty(part)
      : id === 'response-media-type-added' || (level === 'breaking' && id !== 'response-status-added'),
  );
  return [...lost, ...wrong.map((each) => ({ ...each, old: each.old ?? placeOf(each, operation) }))];
}

function isError(status: string): boolean {
  return /^[45]/.test(status) || status === 'default';
}

/** Problems of the called service become problems of this one. */
function withoutProblems(response: Operation['responses'][number]): Operation['responses'][number] {
  const content = response.content.filter(({ mediaType }) => !/^application\/problem\+json\b/i.test(mediaType));
  return { ...response, content };
}

function placeOf({ part }: FoundChange, { responses, source }: Operation): Operation['source'] {
  const [, status = ''] = part.split(' ');
  return expecting(status, responses)?.source ?? source;
}

/** What the called service does otherwise, by what `brrt diff` would say if it were the next revision. */
const faults: Partial<Record<FoundChange['id'], string>> = {
  'parameter-required': 'has to be sent there',
  'parameter-narrowed': 'takes less there',
  'parameter-style': 'is written in another way there',
  'body-required': 'has to be sent there',
  'body-media-type-removed': 'is not taken there',
  'body-narrowed': 'takes less there',
  'response-status-added': 'comes from there and is not declared here',
  'response-media-type-added': 'comes from there and is not declared here',
  'response-media-type-removed': 'is not what comes from there: it has no content',
  'response-widened': 'may come from there as the contract here does not allow it',
  'response-header-removed': 'may be missing there',
  'response-header-widened': 'may come from there as the contract here does not allow it',
};

function diagnosticOf(fault: FoundChange, { operation, called }: PassedOperation): Diagnostic {
  const { id, part, shown, old = operation.source, new: there = placeThere(fault, called) } = fault;
  const where = `${relative(process.cwd(), there.file)}:${there.line}`;
  const value = shown === undefined ? '' : `, such as ${shorten(JSON.stringify(shown.value))}`;
  const what = `${part} ${faults[id] ?? fault.text}${atPointers(shown?.pointers ?? [])}${value}`;
  return {
    ...old,
    severity: 'error',
    code: 'incompatible-downstream-operation',
    message: `${operation.id} goes on to ${operation.passThrough?.service}: ${what} (${where})`,
    hint: 'Change one of the two contracts, or write a handler that translates between them',
  };
}

function placeThere({ part }: FoundChange, { requestBody, source }: Operation): Operation['source'] {
  return part.startsWith('body ') ? (requestBody?.source ?? source) : source;
}

const longest = 120;

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
