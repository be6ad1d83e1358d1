import { describe, expect, it } from 'vitest';
import type { Parameter } from '../src/index.ts';
import { contract, findingsIn, modelOf, readValue } from './read-text.ts';

const list = { type: 'array', items: { type: 'string' } };
const object = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };

function documentWith(parameters: readonly object[], openapi = '3.1.0'): object {
  const path = parameters.some((parameter) => 'in' in parameter && parameter.in === 'path') ? '/x/{p}' : '/x';
  return { ...contract({ [path]: { get: { parameters, responses: { 200: { description: '' } } } } }), openapi };
}

async function findings(parameters: readonly object[], openapi?: string): Promise<readonly string[]> {
  const { diagnostics } = await readValue(documentWith(parameters, openapi));
  return diagnostics.map(({ severity, code, pointer, hint }) => {
    return `${severity} ${code} ${pointer.replace(/^.*\/parameters\//, '')}: ${hint}`;
  });
}

async function first(parameter: object, openapi?: string): Promise<Parameter | undefined> {
  const model = await modelOf(documentWith([parameter], openapi));
  return model.operations[0]?.parameters[0];
}

const form = { style: 'form', explode: true };
const delimited = ['spaceDelimited', 'pipeDelimited'] as const;

describe('what the style tables define is read without a finding', () => {
  it.each([
    ...['matrix', 'label', 'simple'].flatMap((style) =>
      [true, false].flatMap((explode) => [
        { name: 'p', in: 'path', required: true, style, explode, schema: { type: 'string' } },
        { name: 'p', in: 'path', required: true, style, explode, schema: list },
        { name: 'p', in: 'path', required: true, style, explode, schema: object },
      ]),
    ),
    ...[true, false].flatMap((explode) => [
      { name: 'q', in: 'query', style: 'form', explode, schema: list },
      { name: 'q', in: 'query', style: 'form', explode, schema: object },
      { name: 'h', in: 'header', style: 'simple', explode, schema: list },
      { name: 'h', in: 'header', style: 'simple', explode, schema: object },
    ]),
    ...delimited.flatMap((style) => [
      { name: 'q', in: 'query', style, schema: list },
      { name: 'q', in: 'query', style, schema: object },
      { name: 'q', in: 'query', style, explode: false, schema: { type: ['array', 'null'], items: { type: 'string' } } },
    ]),
    { name: 'q', in: 'query', style: 'deepObject', schema: object },
    { name: 'q', in: 'query', style: 'deepObject', explode: true, schema: object },
    { name: 'c', in: 'cookie', style: 'form', explode: false, schema: list },
    { name: 'q', in: 'query', allowEmptyValue: true, schema: { type: 'string' } },
    { name: 'q', in: 'query', content: { 'application/json': { schema: { type: 'array', items: list } } } },
  ])('%j', async (parameter) => {
    expect(await findings([parameter])).toEqual([]);
    const { style, explode } = { style: undefined, explode: undefined, ...parameter };
    expect(await first(parameter)).toMatchObject({
      ...(style === undefined ? {} : { style }),
      ...(explode === undefined ? {} : { explode }),
    });
  });
});

describe('what they do not define is read with a stated meaning', () => {
  it.each([
    ...delimited.flatMap((style) => [
      [
        `${style}, exploded`,
        { name: 'q', in: 'query', style, explode: true, schema: list },
        ['warning undefined-style 0/explode: It is read as "style: form", each value with the name before it'],
        form,
      ] as const,
      [
        `${style} of a number`,
        { name: 'q', in: 'query', style, schema: { type: 'integer' } },
        ['warning undefined-style 0/style: It is read as "form"'],
        form,
      ] as const,
    ]),
    [
      'deepObject of a list',
      { name: 'q', in: 'query', style: 'deepObject', schema: list },
      ['warning undefined-style 0/style: It is read as "form"'],
      form,
    ],
    [
      'deepObject, not exploded',
      { name: 'q', in: 'query', style: 'deepObject', explode: false, schema: object },
      ['warning undefined-style 0/explode: It is read as "explode: true"'],
      { style: 'deepObject', explode: true },
    ],
    [
      'deepObject with objects and arrays inside',
      {
        name: 'q',
        in: 'query',
        style: 'deepObject',
        schema: { type: 'object', properties: { a: object, b: list } },
      },
      [
        'warning undefined-nesting 0/schema: They are read as name[property]=1&name[property]=2',
        'warning undefined-nesting 0/schema: They are read as name[property][inner]=1',
      ],
      { style: 'deepObject' },
    ],
    [
      'arrays of arrays',
      { name: 'q', in: 'query', schema: { type: 'array', items: list } },
      [
        'warning undefined-nesting 0/schema: They are read as percent-encoded JSON texts; "content" with application/json says what is meant',
      ],
      form,
    ],
    [
      'arrays of objects in a header',
      { name: 'h', in: 'header', schema: { type: 'array', items: object } },
      ['warning undefined-nesting 0/schema: They are refused; "content" with application/json says what is meant'],
      { style: 'simple' },
    ],
    [
      'lists in an exploded object',
      { name: 'q', in: 'query', schema: { type: 'object', additionalProperties: list } },
      ['warning undefined-nesting 0/schema: They are read as property=1&property=2'],
      form,
    ],
    [
      'objects in an object',
      { name: 'q', in: 'query', explode: false, schema: { type: 'object', properties: { a: object } } },
      [
        'warning undefined-nesting 0/schema: They are read as percent-encoded JSON texts; "content" with application/json says what is meant',
      ],
      { explode: false },
    ],
    [
      'an empty value in a header',
      { name: 'h', in: 'header', allowEmptyValue: true, schema: { type: 'string' } },
      ['warning ignored-field 0/allowEmptyValue: It is left out'],
      { allowEmptyValue: false },
    ],
    [
      'an empty value of a deep object',
      { name: 'q', in: 'query', style: 'deepObject', allowEmptyValue: true, schema: object },
      ['warning undefined-style 0/allowEmptyValue: It is left out'],
      { allowEmptyValue: false },
    ],
    [
      'a header named Cookie',
      { name: 'cookie', in: 'header', schema: { type: 'string' } },
      ['warning cookie-header 0/name: It is read as one text; write "in: cookie" for each cookie'],
      {},
    ],
    [
      'exploded cookies',
      { name: 'c', in: 'cookie', schema: list },
      ['note cookie-delimiter 0: Write "explode: false", or "style: cookie" in OpenAPI 3.2'],
      form,
    ],
    [
      'text or a list',
      { name: 'q', in: 'query', schema: { type: ['string', 'array'] } },
      [
        'note ambiguous-type 0/schema: One text is read as no object, and as an array only where it can be nothing else',
      ],
      form,
    ],
    [
      'a list or an object',
      { name: 'q', in: 'query', schema: { anyOf: [list, object] } },
      ['note ambiguous-type 0/schema: It is read as an array'],
      form,
    ],
    [
      'content of a type that is not decoded',
      { name: 'q', in: 'query', content: { 'application/xml': { schema: object } } },
      ['note undecoded-content 0/content/application~1xml: It is read as text'],
      form,
    ],
    [
      'a default that is never taken',
      { name: 'q', in: 'query', required: true, schema: { allOf: [{ default: 1 }], type: 'integer' } },
      ['note unused-default 0: Remove one of the two'],
      form,
    ],
  ] as const)('%s', async (_name, parameter, want, read) => {
    expect(await findings([parameter])).toEqual(want);
    expect(await first(parameter)).toMatchObject(read);
  });

  it('names of the query that several could take belong to one of them', async () => {
    const open = { name: 'a', in: 'query', schema: { type: 'object', properties: { x: {}, y: {} } } };
    const other = { name: 'b', in: 'query', schema: { type: 'object', properties: { x: {} } } };
    const plain = { name: 'y', in: 'query', schema: { type: 'string' } };
    const hint = (owner: string): string => `"${owner}" takes it; "style: deepObject" keeps objects apart`;
    expect(await findings([open, other, plain])).toEqual([
      `note ambiguous-name 0: ${hint('y')}`,
      `note ambiguous-name 1: ${hint('a')}`,
      `note ambiguous-name 1: ${hint('a')}`,
    ]);
    expect(await findings([open, { ...other, style: 'deepObject' }])).toEqual([]);
    expect(await findings([{ ...open, schema: object }, other])).toEqual([]);
  });
});

describe('allowReserved', () => {
  it.each([
    ['3.1.0', 'query', 'form', true],
    ['3.1.0', 'path', 'simple', false],
    ['3.1.0', 'cookie', 'form', false],
    ['3.2.0', 'query', 'form', true],
    ['3.2.0', 'path', 'simple', true],
    ['3.2.0', 'cookie', 'form', true],
    ['3.2.0', 'cookie', 'cookie', false],
    ['3.2.0', 'header', 'simple', false],
  ])('in %s, %s, style %s: %s', async (openapi, place, style, want) => {
    const parameter = { name: 'p', in: place, style, allowReserved: true, required: true, schema: { type: 'string' } };
    expect(await first(parameter, openapi)).toMatchObject({ allowReserved: want });
    const found = (await findings([parameter], openapi)).filter((finding) => !finding.includes('newer'));
    expect(found).toEqual(want ? [] : ['warning ignored-field 0/allowReserved: It is left out']);
  });
});

describe('the style of a property of a form is read as that of a parameter', () => {
  const properties = { list, object, number: { type: 'integer' } };
  const media = (encoding: object) => ({
    'application/x-www-form-urlencoded': { schema: { type: 'object', properties }, encoding },
  });

  it.each([
    ['nothing stated', { list: {} }, [], {}],
    ['a list', { list: { style: 'pipeDelimited' } }, [], { style: 'pipeDelimited', explode: false }],
    ['an object', { object: { style: 'deepObject' } }, [], { style: 'deepObject', explode: true }],
    ['explode alone', { list: { explode: false } }, [], { style: 'form', explode: false }],
    ['deepObject of a list', { list: { style: 'deepObject', explode: true } }, ['undefined-style'], form],
    ['deepObject of a number', { number: { style: 'deepObject' } }, ['undefined-style'], form],
  ])('%s', async (_name, encoding, codes, want) => {
    const paths = { '/a': { post: { requestBody: { content: media(encoding) } } } };
    const model = await modelOf(contract(paths));
    const [read] = Object.values(model.operations[0]?.requestBody?.content[0]?.encoding ?? {});
    expect(read).toEqual({ headers: [], ...want });
    expect((await findingsIn(contract(paths))).filter((finding) => finding.includes('style'))).toHaveLength(
      codes.length,
    );
  });
});
