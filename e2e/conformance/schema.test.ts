import { describe, expect } from 'vitest';
import { field } from './support/field.ts';
import { readDocument } from './support/read-document.ts';
import { type Ask, answer, json, serve, violations } from './support/serve.ts';
import { since31, type Version, versions } from './support/versions.ts';

/** `POST /a` takes the schema, `GET /a` answers with it: a handler gives back what was last taken. */
async function asker(openapi: string, schema: unknown, schemas: object = {}): Promise<Ask> {
  const content = { 'application/json': { schema } };
  let last: unknown;
  const document = {
    openapi,
    paths: {
      '/a': {
        post: { operationId: 'take', requestBody: { content }, responses: { '204': { description: 'Taken' } } },
        get: { operationId: 'give', responses: { '200': { description: 'Given', content } } },
      },
      '/keep': {
        post: {
          operationId: 'keep',
          requestBody: { content: { 'application/json': {} } },
          responses: { '204': { description: 'Kept' } },
        },
      },
    },
    components: { schemas },
  };
  const take = ({ body }: { readonly body: unknown }) => {
    last = body;
    return { status: 204 };
  };
  return (await serve(document, { handlers: { take, keep: take, give: () => ({ status: 200, body: last }) } })).ask;
}

/** Each value in a request, then in a response: 2xx where the schema takes it, 400 and 500 where it does not. */
async function verdicts(ask: Ask, value: unknown): Promise<readonly [request: boolean, response: boolean]> {
  const taken = (await ask('POST /a', json(value))).status;
  await ask('POST /keep', json(value));
  const given = (await ask('GET /a')).status;
  expect([204, 400]).toContain(taken);
  expect([200, 500]).toContain(given);
  return [taken === 204, given === 200];
}

type Row = readonly [keyword: string, schema: unknown, right: readonly unknown[], wrong: readonly unknown[]];

function keywords(rows: readonly Row[], among?: readonly Version[]): void {
  for (const [keyword, schema, right, wrong] of rows) {
    field(
      `Schema.${keyword}`,
      async (openapi) => {
        const ask = await asker(openapi, schema);
        for (const value of right) expect(await verdicts(ask, value), JSON.stringify(value)).toEqual([true, true]);
        for (const value of wrong) expect(await verdicts(ask, value), JSON.stringify(value)).toEqual([false, false]);
      },
      among,
    );
  }
}

describe('Schema Object, in requests and responses', () => {
  const text = { type: 'string' };
  const number = { type: 'integer' };
  keywords([
    ['type', { type: 'integer' }, [1, 1.0], [1.5, '1', null, [], {}]],
    ['enum', { enum: ['a', 1, null] }, ['a', 1, null], ['b', 2, '1']],
    ['multipleOf', { type: 'number', multipleOf: 0.01 }, [0.07, 1], [0.075]],
    ['maximum', { type: 'number', maximum: 3 }, [3], [3.1]],
    ['minimum', { type: 'number', minimum: 3 }, [3], [2.9]],
    ['maxLength', { type: 'string', maxLength: 2 }, ['ab', '😀😀'], ['abc']],
    ['minLength', { type: 'string', minLength: 2 }, ['ab'], ['a', '😀']],
    ['pattern', { type: 'string', pattern: '^\\p{Lu}' }, ['Ä'], ['ä']],
    ['maxItems', { type: 'array', items: {}, maxItems: 1 }, [[1]], [[1, 2]]],
    ['minItems', { type: 'array', items: {}, minItems: 1 }, [[1]], [[]]],
    [
      'uniqueItems',
      { type: 'array', items: {}, uniqueItems: true },
      [[1, '1']],
      [
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      ],
    ],
    ['maxProperties', { type: 'object', maxProperties: 1 }, [{ a: 1 }], [{ a: 1, b: 2 }]],
    ['minProperties', { type: 'object', minProperties: 1 }, [{ a: 1 }], [{}]],
    ['required', { type: 'object', required: ['constructor'] }, [{ constructor: 1 }], [{}]],
    ['allOf', { allOf: [text, { maxLength: 1 }] }, ['a'], ['ab', 1]],
    ['anyOf', { anyOf: [text, number] }, ['a', 1], [true]],
    [
      'oneOf',
      {
        oneOf: [
          { ...number, maximum: 5 },
          { ...number, minimum: 5 },
        ],
      },
      [4, 6],
      [5],
    ],
    ['not', { not: text }, [1], ['a']],
    ['items', { type: 'array', items: text }, [['a']], [[1]]],
    ['properties', { type: 'object', properties: { a: text } }, [{ a: 'x' }, {}], [{ a: 1 }]],
    ['additionalProperties', { type: 'object', additionalProperties: text }, [{ a: 'x' }], [{ a: 1 }]],
    ['format', { type: 'string', format: 'date' }, ['2024-02-29'], ['2023-02-29', 'today']],
  ]);
  keywords(
    [
      ['nullable', { type: 'string', nullable: true }, ['a', null], [1]],
      ['exclusiveMaximum', { type: 'number', maximum: 3, exclusiveMaximum: true }, [2.9], [3]],
      ['exclusiveMinimum', { type: 'number', minimum: 3, exclusiveMinimum: true }, [3.1], [3]],
    ],
    ['3.0'],
  );
  keywords(
    [
      ['type: list', { type: ['string', 'null'] }, ['a', null], [1]],
      ['const', { const: { a: [1] } }, [{ a: [1] }], [{ a: [2] }]],
      ['exclusiveMaximum', { type: 'number', exclusiveMaximum: 3 }, [2.9], [3]],
      ['exclusiveMinimum', { type: 'number', exclusiveMinimum: 3 }, [3.1], [3]],
      ['contains', { type: 'array', contains: number }, [['a', 1]], [['a']]],
      ['maxContains', { type: 'array', contains: number, maxContains: 1 }, [[1, 'a']], [[1, 2]]],
      ['minContains', { type: 'array', contains: number, minContains: 2 }, [[1, 2]], [[1]]],
      ['dependentRequired', { dependentRequired: { a: ['b'] } }, [{ a: 1, b: 1 }, {}], [{ a: 1 }]],
      ['dependentSchemas', { dependentSchemas: { a: { required: ['b'] } } }, [{ a: 1, b: 1 }], [{ a: 1 }]],
      ['if', JSON.parse('{ "if": { "type": "string" }, "then": { "maxLength": 1 } }'), ['a', 1], ['ab']],
      ['then', JSON.parse('{ "if": { "type": "string" }, "then": { "const": "a" } }'), ['a', 1], ['b']],
      ['else', { if: text, else: { const: 1 } }, ['a', 1], [2]],
      ['prefixItems', { type: 'array', prefixItems: [text, number] }, [['a', 1], ['a']], [[1]]],
      ['patternProperties', { patternProperties: { '^x-': text } }, [{ 'x-a': 'b', a: 1 }], [{ 'x-a': 1 }]],
      ['propertyNames', { type: 'object', propertyNames: { maxLength: 1 } }, [{ a: 1 }], [{ ab: 1 }]],
      ['unevaluatedItems', { prefixItems: [text], unevaluatedItems: false }, [['a']], [['a', 1]]],
      [
        'unevaluatedProperties',
        { allOf: [{ properties: { a: text } }], unevaluatedProperties: false },
        [{ a: 'x' }],
        [{ a: 'x', b: 1 }],
      ],
      ['$schema', { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'string' }, ['a'], [1]],
      ['true and false', { type: 'object', properties: { a: true, b: false } }, [{ a: 1 }], [{ b: 1 }]],
    ],
    since31,
  );

  field('Schema.$ref', async (openapi) => {
    const tree = { type: 'object', properties: { value: number, next: { $ref: '#/components/schemas/Tree' } } };
    const ask = await asker(openapi, { $ref: '#/components/schemas/Tree' }, { Tree: tree });
    expect(await verdicts(ask, { value: 1, next: { next: { value: 2 } } })).toEqual([true, true]);
    expect(await violations(await ask('POST /a', json({ next: { next: { value: 'x' } } })))).toEqual([
      'body /next/next/value type',
    ]);
  });

  field(
    'Schema.$ref with siblings',
    async (openapi) => {
      const ask = await asker(openapi, { $ref: '#/components/schemas/Text', maxLength: 1 }, { Text: text });
      expect(await verdicts(ask, 'a')).toEqual([true, true]);
      expect(await verdicts(ask, 'ab')).toEqual([false, false]);
    },
    since31,
  );

  const referred = async (openapi: string, schemas: object, reference: string) =>
    asker(openapi, { $ref: reference }, schemas);

  field(
    'Schema.$defs',
    async (openapi) => {
      const schemas = { Word: { $defs: { Letter: { type: 'string', maxLength: 1 } } } };
      const ask = await referred(openapi, schemas, '#/components/schemas/Word/$defs/Letter');
      expect([await verdicts(ask, 'a'), await verdicts(ask, 'ab')]).toEqual([
        [true, true],
        [false, false],
      ]);
    },
    since31,
  );

  field(
    'Schema.$id',
    async (openapi) => {
      const schemas = {
        Word: { $id: 'https://words.example/word', $defs: { Letter: text }, items: { $ref: '#/$defs/Letter' } },
      };
      const ask = await referred(openapi, schemas, 'https://words.example/word');
      expect([await verdicts(ask, ['a']), await verdicts(ask, [1])]).toEqual([
        [true, true],
        [false, false],
      ]);
    },
    since31,
  );

  field(
    'Schema.$anchor',
    async (openapi) => {
      const schemas = { Word: { type: 'object', properties: { first: { $anchor: 'letter', ...text } } } };
      const ask = await referred(openapi, schemas, '#letter');
      expect([await verdicts(ask, 'a'), await verdicts(ask, 1)]).toEqual([
        [true, true],
        [false, false],
      ]);
    },
    since31,
  );

  const page = {
    $id: 'page',
    type: 'object',
    properties: { items: { type: 'array', items: { $dynamicRef: '#item' } } },
    $defs: { item: { $dynamicAnchor: 'item' } },
  };
  const pageOfText = { $id: 'page-of-text', $ref: 'page', $defs: { item: { $dynamicAnchor: 'item', type: 'string' } } };

  for (const keyword of ['$dynamicRef', '$dynamicAnchor']) {
    field(
      `Schema.${keyword}`,
      async (openapi) => {
        const schemas = { Page: page, PageOfText: pageOfText };
        const texts = await referred(openapi, schemas, '#/components/schemas/PageOfText');
        expect(await verdicts(texts, { items: ['a'] })).toEqual([true, true]);
        expect(await verdicts(texts, { items: [1] })).toEqual([false, false]);
        const anything = await referred(openapi, schemas, '#/components/schemas/Page');
        expect(await verdicts(anything, { items: [1] })).toEqual([true, true]);
      },
      since31,
    );
  }

  field(
    'Schema.$vocabulary',
    async (openapi) => {
      // Only meta-schemas have it; it changes no verdict.
      const vocabulary = { 'https://json-schema.org/draft/2020-12/vocab/core': true };
      const ask = await asker(openapi, { $vocabulary: vocabulary, type: 'string' });
      expect([await verdicts(ask, 'a'), await verdicts(ask, 1)]).toEqual([
        [true, true],
        [false, false],
      ]);
    },
    since31,
  );

  field('Schema.default', async (openapi) => {
    const schema = { type: 'object', properties: { size: { type: 'integer', default: 3 }, name: text } };
    const ask = await asker(openapi, schema);
    await ask('POST /a', json({ name: 'x' }));
    expect(await answer(await ask('GET /a'))).toEqual([200, { name: 'x', size: 3 }]);
  });

  field('Schema.readOnly', async (openapi) => {
    const schema = { type: 'object', required: ['id'], properties: { id: { type: 'integer', readOnly: true } } };
    const ask = await asker(openapi, schema);
    expect(await verdicts(ask, {})).toEqual([true, false]);
    expect(await verdicts(ask, { id: 1 })).toEqual([false, true]);
  });

  field('Schema.writeOnly', async (openapi) => {
    const schema = { type: 'object', required: ['pin'], properties: { pin: { type: 'integer', writeOnly: true } } };
    const ask = await asker(openapi, schema);
    expect(await verdicts(ask, {})).toEqual([false, true]);
    expect(await verdicts(ask, { pin: 1 })).toEqual([true, false]);
  });

  const mocked = async (openapi: string, schema: object) => {
    const responses = { '200': { description: 'A', content: { 'application/json': { schema } } } };
    const { ask } = await serve({ openapi, paths: { '/a': { get: { operationId: 'a', responses } } } });
    return answer(await ask('GET /a'));
  };

  field('Schema.example', async (openapi) => {
    expect(await mocked(openapi, { type: 'string', example: 'shown' })).toEqual([200, 'shown']);
  });

  field(
    'Schema.examples',
    async (openapi) =>
      expect(await mocked(openapi, { type: 'string', examples: ['shown', 'other'] })).toEqual([200, 'shown']),
    since31,
  );
});

describe('Discriminator Object', () => {
  const pet = (kind: string, more: object = {}) => ({
    type: 'object',
    required: ['kind', kind],
    properties: { kind: { type: 'string' }, [kind]: { type: 'integer' }, ...more },
  });
  const schemas = { Cat: pet('lives'), Dog: pet('tricks') };
  const union = { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] };

  field('Discriminator.propertyName', async (openapi) => {
    const ask = await asker(openapi, { ...union, discriminator: { propertyName: 'kind' } }, schemas);
    expect(await verdicts(ask, { kind: 'Cat', lives: 9 })).toEqual([true, true]);
    // Only the errors of the branch that was meant.
    expect(await violations(await ask('POST /a', json({ kind: 'Cat', lives: 'x' })))).toEqual(['body /lives type']);
    expect(await violations(await ask('POST /a', json({ kind: 'Cow' })))).toEqual(['body /kind discriminator']);
  });

  field('Discriminator.propertyName', async (openapi) => {
    const named = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } };
    const Pet = { ...named, discriminator: { propertyName: 'kind' } };
    const extend = (base: string, more: object) => ({ allOf: [{ $ref: `#/components/schemas/${base}` }, more] });
    const Cat = extend('Pet', { type: 'object', required: ['lives'], properties: { lives: { type: 'integer' } } });
    const Lion = extend('Cat', { type: 'object', properties: { mane: { type: 'string' } } });
    const list = { type: 'array', items: { $ref: '#/components/schemas/Pet' } };
    const ask = await asker(openapi, list, { Pet, Cat, Lion });
    // The subtype that the value names is checked, on every level.
    expect(await verdicts(ask, [{ kind: 'Cat', lives: 9 }, { kind: 'Pet' }])).toEqual([true, true]);
    expect(await verdicts(ask, [{ kind: 'Lion', lives: 9, mane: 1 }])).toEqual([false, false]);
    expect(await violations(await ask('POST /a', json([{ kind: 'Lion' }])))).toEqual(['body /0/lives required']);
    expect(await violations(await ask('POST /a', json([{ kind: 'Cow' }])))).toEqual(['body /0/kind discriminator']);
  });

  field('Discriminator.mapping', async (openapi) => {
    const mapping = { cat: '#/components/schemas/Cat', hound: 'Dog' };
    const ask = await asker(openapi, { ...union, discriminator: { propertyName: 'kind', mapping } }, schemas);
    expect(await verdicts(ask, { kind: 'hound', tricks: 1 })).toEqual([true, true]);
    expect(await violations(await ask('POST /a', json({ kind: 'hound', tricks: 'x' })))).toEqual(['body /tricks type']);
  });

  field(
    'Discriminator.defaultMapping',
    async (openapi) => {
      const discriminator = { propertyName: 'kind', defaultMapping: 'Other' };
      const other = { type: 'object', required: ['note'], properties: { note: { type: 'string' } } };
      const open = { ...union, oneOf: [...union.oneOf, { $ref: '#/components/schemas/Other' }], discriminator };
      const ask = await asker(openapi, open, { ...schemas, Other: other });
      expect(await verdicts(ask, { kind: 'cow', note: 'moo' })).toEqual([true, true]);
      expect(await violations(await ask('POST /a', json({ kind: 'cow', note: 1 })))).toEqual(['body /note type']);
    },
    ['3.2'],
  );
});

describe('what other versions say in other words', () => {
  for (const keyword of ['$recursiveRef', '$recursiveAnchor']) {
    // Of draft 2019-09; 2020-12 has `$dynamicRef` in its place.
    field(`Schema.${keyword}`, async (openapi) => {
      const A = { [keyword]: keyword === '$recursiveRef' ? '#' : true };
      expect((await readDocument({ openapi, paths: {}, components: { schemas: { A } } })).findings).toEqual([
        `unsupported-keyword /components/schemas/A/${keyword}`,
      ]);
    });
  }

  const older: readonly (readonly [keyword: string, schema: object, right: unknown, wrong: unknown])[] = [
    ['additionalItems', { type: 'array', items: [{ type: 'string' }], additionalItems: false }, ['a'], ['a', 'b']],
    ['definitions', { definitions: { A: { type: 'string' } }, type: 'string' }, 'a', 1],
    ['dependencies', { dependencies: { a: ['b'] } }, { a: 1, b: 1 }, { a: 1 }],
  ];
  for (const [keyword, schema, right, wrong] of older) {
    field(`Schema.${keyword}`, async (openapi) => {
      const ask = await asker(openapi, schema);
      expect([await verdicts(ask, right), await verdicts(ask, wrong)]).toEqual([
        [true, true],
        [false, false],
      ]);
    });
  }

  field(
    'Schema.nullable',
    async (openapi) => {
      const content = { 'application/json': { schema: { type: 'string', nullable: true } } };
      const paths = { '/a': { post: { requestBody: { content }, responses: { '204': { description: 'A' } } } } };
      expect((await readDocument({ openapi, paths })).findings).toEqual([
        'older-keyword /paths/~1a/post/requestBody/content/application~1json/schema/nullable',
      ]);
    },
    versions.filter((version) => version !== '3.0'),
  );
});
