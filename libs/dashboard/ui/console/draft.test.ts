import { describe, expect, it } from 'vitest';
import type { ContentInfo, OperationInfo } from '../../src/api/services.ts';
import { type BodyDraft, buildRequest, createDraft, type Draft, switchMode } from './draft.ts';

const bundle = { $defs: {} };
const json: ContentInfo = {
  mediaType: 'application/json',
  kind: 'json',
  schema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  examples: [{ name: 'rex', value: { name: 'Rex' }, origin: 'contract' }],
};
const plain: ContentInfo = { mediaType: 'text/plain', kind: 'text', examples: [] };
const image: ContentInfo = { mediaType: 'image/png', kind: 'binary', examples: [] };
const operation: OperationInfo = {
  id: 'put_pet',
  method: 'put',
  path: '/pets/{id}',
  tags: [],
  deprecated: false,
  parameters: [
    {
      name: 'id',
      in: 'path',
      required: true,
      deprecated: false,
      schema: { type: 'integer' },
      examples: [{ name: 'one', value: 12, origin: 'contract' }],
    },
    {
      name: 'limit',
      in: 'query',
      required: false,
      deprecated: false,
      schema: { type: 'integer', default: 10 },
      examples: [],
    },
    { name: 'kind', in: 'query', required: true, deprecated: false, schema: { enum: ['cat', 'dog'] }, examples: [] },
  ],
  body: { required: true, content: [json, plain, image] },
  responses: [],
  security: [],
  mock: { mode: 'handler' },
  implemented: true,
};
const draft = createDraft(operation, bundle);
const withBody = (body: Partial<BodyDraft>, more: Partial<Draft> = {}): Draft => ({
  ...draft,
  ...more,
  body: { ...draft.body, ...body },
});

describe('a draft', () => {
  it('starts with examples of what is required', () => {
    expect(draft).toMatchObject({
      parameters: { 'path/id': 12, 'query/kind': 'cat' },
      body: { sent: true, mediaType: 'application/json', mode: 'form', value: { name: 'Rex' } },
    });
  });

  it('sends parameters by place, and what has a value alone', () => {
    const built = buildRequest(
      operation,
      {
        ...draft,
        headers: [
          { name: ' Prefer ', value: 'dynamic=true' },
          { name: '', value: 'x' },
        ],
      },
      [],
    );
    expect(built).toEqual({
      request: {
        operationId: 'put_pet',
        parameters: { path: { id: 12 }, query: { kind: 'cat' } },
        headers: { Prefer: 'dynamic=true' },
        body: { mediaType: 'application/json', value: { name: 'Rex' } },
        credentials: [],
        sendInvalid: false,
      },
    });
  });

  it.each<readonly [string, Draft, unknown]>([
    [
      'raw JSON as its value',
      withBody({ mode: 'raw', text: '{"name":"Max"}' }),
      { mediaType: 'application/json', value: { name: 'Max' } },
    ],
    [
      'numbers that a page cannot hold as they were typed',
      withBody({ mode: 'raw', text: '{"id":12345678901234567890}' }),
      { mediaType: 'application/json', text: '{"id":12345678901234567890}' },
    ],
    [
      'broken JSON when that is asked for',
      withBody({ mode: 'raw', text: '{' }, { sendInvalid: true }),
      { mediaType: 'application/json', text: '{' },
    ],
    ['text', withBody({ mediaType: 'text/plain', text: 'hello' }), { mediaType: 'text/plain', text: 'hello' }],
    [
      'a file',
      withBody({ mediaType: 'image/png', file: { name: 'a.png', base64: 'AAEC', size: 3 } }),
      { mediaType: 'image/png', base64: 'AAEC' },
    ],
    ['nothing where the body is left out', withBody({ sent: false }), undefined],
  ])('sends %s', (_name, given, want) => {
    const built = buildRequest(operation, given, []);
    expect('request' in built ? built.request.body : built).toEqual(want);
  });

  it('says where the JSON breaks', () => {
    expect(buildRequest(operation, withBody({ mode: 'raw', text: '{\n "name" "x"}' }), [])).toEqual({
      problem: 'The body is no JSON: line 2, column 9: A colon is missing after "name"',
    });
  });
});

describe('form and raw text', () => {
  it('keeps what was typed while it says the same', () => {
    const typed: BodyDraft = { ...draft.body, mode: 'raw', text: '{ "name" :   "Max" }' };
    const form = switchMode(typed, 'form', 'json');
    expect(form).toMatchObject({ mode: 'form', value: { name: 'Max' } });
    expect(form && switchMode(form, 'raw', 'json')?.text).toBe(typed.text);
    expect(form && switchMode({ ...form, value: { name: 'Tom' } }, 'raw', 'json')?.text).toBe('{\n  "name": "Tom"\n}');
  });

  it('makes no form of text that is no JSON', () => {
    expect(switchMode({ ...draft.body, mode: 'raw', text: '{' }, 'form', 'json')).toBeUndefined();
  });

  it.each(['{"id":1e999}', '{"id":12345678901234567890}'])(
    'makes no form of %s, which would be another number',
    (text) => {
      expect(switchMode({ ...draft.body, mode: 'raw', text }, 'form', 'json')).toBeUndefined();
    },
  );
});
