import { describe, expect, it } from 'vitest';
import type { OperationInfo, ParameterInfo } from '../../src/api/services.ts';
import type { Attributes, Span, Trace } from '../../src/api/telemetry.ts';
import { createDraft } from './draft.ts';
import { replayDraft, spanToReplay } from './replay.ts';

const parameter = (name: string, place: ParameterInfo['in'], schema: ParameterInfo['schema']): ParameterInfo => ({
  name,
  in: place,
  required: place === 'path',
  deprecated: false,
  schema,
  examples: [{ name: 'one', value: 'example', origin: 'contract' }],
});
const operation: OperationInfo = {
  id: 'get_pet',
  method: 'get',
  path: '/pets/{id}/files/{name}',
  tags: [],
  deprecated: false,
  parameters: [
    parameter('id', 'path', { type: 'integer' }),
    parameter('name', 'path', { type: 'string' }),
    parameter('tags', 'query', { type: 'array', items: { type: 'string' } }),
    parameter('limit', 'query', { type: 'integer' }),
    parameter('full', 'query', { type: 'boolean' }),
  ],
  responses: [],
  security: [],
  mock: { mode: 'handler' },
  implemented: true,
};
const bundle = { $defs: {} };

function span(spanId: string, kind: Span['kind'], attributes: Attributes, startedAt = 0): Span {
  return {
    traceId: 't',
    spanId,
    name: spanId,
    kind,
    service: 'petstore',
    resource: '',
    scope: '',
    startedAt,
    duration: 10,
    status: 'error',
    attributes,
    events: [],
    links: [],
    dropped: 0,
  };
}

const traceOf = (...spans: readonly Span[]): Trace => ({ traceId: 't', spans, logs: [], resources: {}, dropped: 0 });

describe('a recorded request', () => {
  it.each<readonly [string, Attributes, unknown]>([
    [
      'path and query by their schemas',
      { 'url.path': '/api/pets/12/files/a%20b', 'url.query': 'tags=x&tags=y&limit=5&full=true' },
      { 'path/id': 12, 'path/name': 'a b', 'query/tags': ['x', 'y'], 'query/limit': 5, 'query/full': true },
    ],
    [
      'what broke the contract as it was',
      { 'url.path': '/pets/x/files/', 'url.query': 'limit=many&full=perhaps&tags=a,b' },
      { 'path/id': 'x', 'path/name': '', 'query/limit': 'many', 'query/full': 'perhaps', 'query/tags': ['a', 'b'] },
    ],
    [
      'the path alone where no query was recorded',
      { 'url.path': '/pets/7/files/x' },
      { 'path/id': 7, 'path/name': 'x' },
    ],
  ])('has %s', (_name, attributes, want) => {
    const draft = replayDraft(createDraft(operation, bundle), operation, {
      span: span('a', 'server', attributes),
      bundle,
    });
    expect(draft.parameters).toEqual(want);
    expect(draft.sendInvalid).toBe(true);
  });

  it('is found by its span, by the request around that, by the operation', () => {
    const own = { 'brrt.operation': 'get_pet', 'url.path': '/pets/1/files/a' };
    const first = span('first', 'server', own, 0);
    const second = span('second', 'server', own, 100);
    const child = span('child', 'internal', {}, 105);
    const other = span('other', 'server', { ...own, 'brrt.operation': 'list_pets' }, 200);
    const trace = traceOf(first, second, child, other);
    expect(['second', 'child', 'other', undefined].map((id) => spanToReplay(trace, operation, id)?.spanId)).toEqual([
      'second',
      'second',
      'first',
      'first',
    ]);
    expect(spanToReplay(traceOf(other, child), operation, 'child')).toBeUndefined();
  });
});
