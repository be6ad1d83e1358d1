import type { JsonObject, JsonSchema } from '@brrt/service-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kept, media, readerOf, refusal, requestWith } from '../test-support.ts';
import { compileXmlEncoder } from './compile-xml.ts';

const text = { type: 'string' } as const;
const integer = { type: 'integer' } as const;

const object = (properties: Readonly<Record<string, JsonSchema>>, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  xml: { name: 'pet' },
  properties,
  ...more,
});

const read = (schema: JsonSchema, body: string, limits: object = {}): Promise<unknown> | unknown =>
  readerOf([media('application/xml', { schema })], limits).read(
    requestWith({ contentType: 'application/xml', body }),
    kept,
  );

const write = (schema: JsonSchema, value: unknown): string =>
  compileXmlEncoder({ schema }, { schemas: {} })(value).replace(/^<\?xml[^>]*\?>\n/, '');

describe('a value and its XML', () => {
  const list = (more: JsonObject, items: JsonObject = {}): JsonObject => ({
    type: 'array',
    items: { ...text, ...items },
    ...more,
  });
  const animal = { xml: { name: 'animal' } };
  const wrapped = (name?: string) => ({ xml: { wrapped: true, ...(name === undefined ? {} : { name }) } });

  // The tables of OpenAPI 3.1 §4.8.26.2: names of elements, attributes, arrays with and without an element of their own.
  it.each<[string, JsonSchema, unknown, string]>([
    ['a property as an element', object({ id: integer }), { id: 7 }, '<pet><id>7</id></pet>'],
    ['an empty object', object({ id: integer }), {}, '<pet/>'],
    ['an empty text', object({ id: text }), { id: '' }, '<pet><id/></pet>'],
    ['an attribute', object({ id: { ...integer, xml: { attribute: true } } }), { id: 7 }, '<pet id="7"/>'],
    [
      'items named by the property',
      object({ tags: list({}) }),
      { tags: ['a', 'b'] },
      '<pet><tags>a</tags><tags>b</tags></pet>',
    ],
    [
      'items with a name of their own',
      object({ tags: list({}, animal) }),
      { tags: ['a'] },
      '<pet><animal>a</animal></pet>',
    ],
    [
      'no effect of the name of an array without an element',
      object({ tags: list({ xml: { name: 'aliens' } }, animal) }),
      { tags: ['a', 'b'] },
      '<pet><animal>a</animal><animal>b</animal></pet>',
    ],
    ['a wrapped array', object({ tags: list(wrapped()) }), { tags: ['a'] }, '<pet><tags><tags>a</tags></tags></pet>'],
    [
      'a wrapped array and items with names',
      object({ tags: list(wrapped('aliens'), animal) }),
      { tags: ['a', 'b'] },
      '<pet><aliens><animal>a</animal><animal>b</animal></aliens></pet>',
    ],
    [
      'a wrapped array whose name its items take',
      object({ tags: list(wrapped('aliens')) }),
      { tags: ['a'] },
      '<pet><aliens><aliens>a</aliens></aliens></pet>',
    ],
    ['an empty wrapped array', object({ tags: list(wrapped()) }), { tags: [] }, '<pet><tags/></pet>'],
    [
      'an array as a whole',
      { ...list({ xml: { name: 'pets' } }, { xml: { name: 'pet' } }) },
      ['a', 'b'],
      '<pets><pet>a</pet><pet>b</pet></pets>',
    ],
    [
      'objects in objects',
      object({ owner: { type: 'object', properties: { id: integer } } }),
      { owner: { id: 1 } },
      '<pet><owner><id>1</id></owner></pet>',
    ],
    [
      'booleans and numbers',
      object({ a: { type: 'boolean' }, b: { type: 'number' } }),
      { a: true, b: 1.5 },
      '<pet><a>true</a><b>1.5</b></pet>',
    ],
    ['what is not declared', object({}, { additionalProperties: text }), { more: 'x' }, '<pet><more>x</more></pet>'],
    [
      'objects that are not declared',
      object({}, { additionalProperties: { type: 'object', properties: { n: integer, tags: list({}) } } }),
      { one: {}, two: { n: 1, tags: ['a'] } },
      '<pet><one></one><two><n>1</n><tags>a</tags></two></pet>',
    ],
    [
      'lists that are not declared',
      object({}, { additionalProperties: { type: 'array', items: integer } }),
      { one: [1], two: [2, 3] },
      '<pet><one>1</one><two>2</two><two>3</two></pet>',
    ],
    [
      'characters of markup',
      object({ id: text }),
      { id: '<a> & "b" \'c\' ]]>' },
      '<pet><id>&lt;a&gt; &amp; "b" \'c\' ]]&gt;</id></pet>',
    ],
    [
      'line ends in attributes',
      object({ id: { ...text, xml: { attribute: true } } }),
      { id: 'a\r\n\t"b"' },
      '<pet id="a&#13;&#10;&#9;&quot;b&quot;"/>',
    ],
    [
      'a CDATA section',
      object({ id: { ...text, xml: { nodeType: 'cdata' } } }),
      { id: 'a]]>b<' },
      '<pet><![CDATA[a]]]]><![CDATA[>b<]]></pet>',
    ],
    [
      'null',
      object({ id: { type: ['string', 'null'] } }),
      { id: null },
      '<pet><id xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></pet>',
    ],
  ])('%s', async (_name, schema, value, xml) => {
    expect(write(schema, value)).toBe(xml);
    expect(await read(schema, xml)).toEqual(value);
  });

  it.each<[string, JsonSchema, string, unknown]>([
    ['in any order', object({ a: text, b: text }), '<pet><b>2</b><a>1</a></pet>', { a: '1', b: '2' }],
    [
      'with comments, instructions and white space',
      object({ a: text }),
      '<?x y?>\n<pet>\n <!-- > --> <a>1</a>\n</pet>\n',
      { a: '1' },
    ],
    ['with CDATA that looks like elements', object({ a: text }), '<pet><a><![CDATA[<b>]]></a></pet>', { a: '<b>' }],
    ['with character references', object({ a: text }), '<pet><a>&#65;&#x42;&lt;</a></pet>', { a: 'AB<' }],
    ['with any prefix', object({ a: text }), '<x:pet xmlns:x="urn:x"><x:a>1</x:a></x:pet>', { a: '1' }],
    ['with a name like __proto__', object({}), '<pet><__proto__>1</__proto__></pet>', JSON.parse('{"__proto__":"1"}')],
    [
      'with elements nobody declared',
      object({}),
      '<pet><a x="1"><b>2</b><b>3</b></a></pet>',
      { a: { x: '1', b: ['2', '3'] } },
    ],
  ])('is read %s', async (_name, schema, xml, value) => {
    expect(await read(schema, xml)).toEqual(value);
  });

  it.each<[string, JsonSchema, unknown]>([
    ['a control character', object({ a: text }), { a: 'a\u0000b' }],
    ['half of a surrogate pair', object({ a: text }), { a: '\ud800' }],
    ['a name with a blank', object({}), { 'a b': 'x' }],
    ['a name that closes its element', object({}), { 'a><b': 'x' }],
    ['an object as an attribute', object({ a: { ...text, xml: { attribute: true } } }), { a: {} }],
  ])('%s is not written', (_name, schema, value) => {
    expect(() => write(schema, value)).toThrow(TypeError);
  });
});

describe('a document is refused', () => {
  const schema = object({ a: text, n: integer }, { additionalProperties: false });
  const refused = (body: string, limits: object = {}) =>
    refusal(
      readerOf([media('application/xml', { schema })], limits),
      requestWith({ contentType: 'application/xml', body }),
    );

  it.each([
    [
      'an entity of its own',
      '<!DOCTYPE pet [<!ENTITY e "boom">]><pet><a>&e;</a></pet>',
      /document type.*line 1, column 1/,
    ],
    ['a billion laughs', `<!DOCTYPE x [<!ENTITY a "${'&b;'.repeat(9)}">]><pet/>`, /document type/],
    [
      'an entity from a file',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><pet><a>&e;</a></pet>',
      /document type/,
    ],
    ['a document type from outside', '<!DOCTYPE pet SYSTEM "http://127.0.0.1/x.dtd"><pet/>', /document type/],
    ['an unknown entity', '<pet><a>&nbsp;</a></pet>', /not well-formed.*line 1/],
    ['an open element', '<pet><a>1</pet>', /not well-formed/],
    ['two roots', '<pet/><pet/>', /not well-formed/],
    ['no element', 'hello', /not well-formed/],
    ['an attribute twice', '<pet x="1" x="2"/>', /not well-formed/],
    ['a prefix without a namespace', '<p:pet/>', /prefix without a namespace/],
    ['a bare ampersand', '<pet><a>a & b</a></pet>', /not well-formed/],
    ['a control character', '<pet><a>\u0001</a></pet>', /not well-formed/],
    [
      'many attributes',
      `<pet ${Array.from({ length: 10_001 }, (_, index) => `a${index}=""`).join(' ')}/>`,
      /more than 10000 attributes/,
    ],
    ['deep nesting', `${'<a>'.repeat(70)}${'</a>'.repeat(70)}`, /deeper than 64 elements/],
    ['deep nesting beyond every stack', '<a>'.repeat(100_000), /deeper than 64 elements/],
  ])('with %s', async (_name, body, message) => {
    const error = await refused(body, { maxBytes: 10_000_000 });
    expect([error.status, error.code]).toEqual([400, 'ERR_REQUEST_MALFORMED']);
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/boom|passwd|hello/);
  });

  it.each([
    ['another root', '<dog/>', '', 'xml'],
    ['an element nobody declared', '<pet><b>1</b></pet>', '/b', 'additionalProperties'],
    ['an attribute nobody declared', '<pet b="1"/>', '/b', 'additionalProperties'],
    ['text between elements', '<pet>x<a>1</a></pet>', '/#text', 'additionalProperties'],
    ['an element twice', '<pet><a>1</a><a>2</a></pet>', '/a', 'type'],
    ['no number where one is meant', '<pet><n>one</n></pet>', '/n', 'type'],
    ['elements where text is meant', '<pet><a><b/></a></pet>', '/a', 'type'],
  ])('with %s', async (_name, body, pointer, keyword) => {
    const error = await refused(body);
    expect(error).toMatchObject({ status: 400, violations: [{ in: 'body', pointer, keyword }] });
  });

  it('in another namespace than the declared one', async () => {
    const spaced: JsonSchema = { ...object({ a: text }), xml: { name: 'pet', namespace: 'urn:pets' } };
    expect(await read(spaced, '<pet xmlns="urn:pets"><a>1</a></pet>')).toEqual({ a: '1' });
    const reader = readerOf([media('text/xml', { schema: spaced })]);
    const error = await refusal(reader, requestWith({ contentType: 'text/xml', body: '<pet xmlns="urn:cats"/>' }));
    expect(error).toMatchObject({ violations: [{ keyword: 'xml', detail: expect.stringContaining('urn:pets') }] });
  });
});

describe('any value that its schema takes', () => {
  // What XML can carry, without the line ends that every parser normalises.
  const word = fc
    .string({ unit: 'grapheme' })
    .map((each) => each.replaceAll(/[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, ''));
  const pet = fc.record(
    {
      id: fc.integer(),
      note: word,
      code: word,
      good: fc.boolean(),
      weight: fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
      tags: fc.array(word, { minLength: 1 }),
      photos: fc.array(word),
      owner: fc.record({ name: word, age: fc.nat() }),
    },
    { requiredKeys: [] },
  );
  const schema = object({
    id: { ...integer, xml: { attribute: true } },
    note: text,
    code: { ...text, xml: { attribute: true, name: 'c' } },
    good: { type: 'boolean' },
    weight: { type: 'number' },
    tags: { type: 'array', items: { ...text, xml: { name: 'tag' } } },
    photos: { type: 'array', xml: { wrapped: true, name: 'album' }, items: { ...text, xml: { name: 'photo' } } },
    owner: { type: 'object', properties: { name: text, age: integer } },
  });

  it('survives being written and read', async () => {
    await fc.assert(
      fc.asyncProperty(pet, async (value) => {
        expect(await read(schema, write(schema, value))).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });
});
