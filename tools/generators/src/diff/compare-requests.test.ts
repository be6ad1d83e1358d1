import { describe, expect, it } from 'vitest';
import { diff, told, withBody, withOperation } from './testing/diff-texts.ts';

describe('what is sent to an operation', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['nothing has changed', '{}', '{}', []],
    ['a narrower type', '{ type: [string, integer] }', '{ type: string }', ['breaking body-narrowed']],
    ['a wider type', '{ type: string }', '{ type: [string, integer] }', ['compatible body-widened']],
    [
      'a property that has to be there',
      '{ type: object, properties: { a: {} } }',
      '{ type: object, properties: { a: {} }, required: [a] }',
      ['breaking body-narrowed'],
    ],
    [
      'a required property that is read-only',
      '{ type: object, properties: { a: {} } }',
      '{ type: object, properties: { a: { readOnly: true } }, required: [a] }',
      ['breaking body-narrowed'],
    ],
    [
      'required of what is read-only already',
      '{ type: object, properties: { a: { readOnly: true } } }',
      '{ type: object, properties: { a: { readOnly: true } }, required: [a] }',
      [],
    ],
    ['an enum in another order', '{ enum: [a, b] }', '{ enum: [b, a] }', []],
    ['an enum with a value less', '{ enum: [a, b] }', '{ enum: [a] }', ['breaking body-narrowed']],
    ['limits given', '{ type: integer }', '{ type: integer, minimum: 1 }', ['breaking body-narrowed']],
  ])('%s', async (_name, old, fresh, want) => {
    expect(told(await diff(withBody(old), withBody(fresh)))).toEqual(want);
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      'oneOf becomes anyOf of the same',
      '{ oneOf: [{ type: string }, { type: integer }] }',
      '{ anyOf: [{ type: string }, { type: integer }] }',
      [],
    ],
    [
      'allOf becomes one schema',
      '{ allOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }] }',
      '{ type: object, required: [a, b], properties: { a: { type: string }, b: { type: integer } } }',
      [],
    ],
    [
      'a schema becomes one of several',
      '{ $ref: "#/components/schemas/A" }',
      '{ oneOf: [{ $ref: "#/components/schemas/A" }, { type: string }] }',
      ['compatible body-widened'],
    ],
    [
      'a schema becomes the only one of several',
      '{ $ref: "#/components/schemas/A" }',
      '{ anyOf: [{ $ref: "#/components/schemas/A" }] }',
      [],
    ],
    [
      'an alternative is gone',
      '{ anyOf: [{ $ref: "#/components/schemas/A" }, { type: string }] }',
      '{ $ref: "#/components/schemas/A" }',
      ['breaking body-narrowed'],
    ],
    [
      'a reference is written out',
      '{ $ref: "#/components/schemas/A" }',
      '{ type: object, required: [a], properties: { a: { type: string } } }',
      [],
    ],
    [
      'limits move into a part of allOf',
      '{ type: string, maxLength: 5 }',
      '{ allOf: [{ type: string }, { maxLength: 5 }] }',
      [],
    ],
    [
      'an enum moves into alternatives',
      '{ type: string, enum: [a, b] }',
      '{ oneOf: [{ const: a }, { const: b }] }',
      [],
    ],
  ])('written otherwise: %s', async (_name, old, fresh, want) => {
    const components =
      '{ A: { type: object, required: [a], properties: { a: { type: string } } }, B: { type: object, required: [b], properties: { b: { type: integer } } } }';
    expect(told(await diff(withBody(old, components), withBody(fresh, components)))).toEqual(want);
  });

  it('shows a request that was taken, as curl', async () => {
    const [change] = await diff(withBody('{ type: [string, integer] }'), withBody('{ type: string }'));
    expect(change).toMatchObject({
      operation: 'POST /pets',
      operationId: 'addPet',
      direction: 'request',
      old: { line: 7 },
      new: { line: 7 },
      witness: {
        kind: 'request',
        text: expect.stringMatching(/^curl -s -X POST -H 'Content-Type: application\/json' --data-raw -?\d+ http/),
      },
    });
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      'an optional parameter more',
      '',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      ['compatible parameter-added'],
    ],
    [
      'a required parameter more',
      '',
      'parameters: [{ name: a, in: query, required: true, schema: { type: string } }]',
      ['breaking parameter-required'],
    ],
    [
      'a parameter less',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      '',
      ['unknown parameter-removed'],
    ],
    [
      'a header less',
      'parameters: [{ name: X-A, in: header, schema: { type: string } }]',
      '',
      ['compatible parameter-removed'],
    ],
    [
      'a parameter that has to be sent',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      'parameters: [{ name: a, in: query, required: true, schema: { type: string } }]',
      ['breaking parameter-required'],
    ],
    [
      'an integer becomes any text',
      'parameters: [{ name: a, in: query, schema: { type: integer } }]',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      ['compatible parameter-widened'],
    ],
    [
      'any text becomes an integer',
      'parameters: [{ name: a, in: query, schema: { type: string } }]',
      'parameters: [{ name: a, in: query, schema: { type: integer } }]',
      ['breaking parameter-narrowed'],
    ],
    [
      'a limit given',
      'parameters: [{ name: a, in: query, schema: { type: integer } }]',
      'parameters: [{ name: a, in: query, schema: { type: integer, maximum: 100 } }]',
      ['breaking parameter-narrowed'],
    ],
    [
      'lists written with commas',
      'parameters: [{ name: a, in: query, schema: { type: array, items: { type: integer } } }]',
      'parameters: [{ name: a, in: query, explode: false, schema: { type: array, items: { type: integer } } }]',
      ['breaking parameter-style'],
    ],
    [
      'lists written with pipes',
      'parameters: [{ name: a, in: query, explode: false, schema: { type: array, items: { type: integer } } }]',
      'parameters: [{ name: a, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: integer } } }]',
      ['breaking parameter-style'],
    ],
    [
      'another default',
      'parameters: [{ name: a, in: query, schema: { type: integer, default: 1 } }]',
      'parameters: [{ name: a, in: query, schema: { type: integer, default: 2 } }]',
      ['unknown parameter-default'],
    ],
    [
      'a body that has to be sent',
      'requestBody: { content: { text/plain: {} } }',
      'requestBody: { required: true, content: { text/plain: {} } }',
      ['breaking body-required'],
    ],
    [
      'a media type less',
      'requestBody: { content: { text/plain: {}, application/json: {} } }',
      'requestBody: { content: { application/json: {} } }',
      ['breaking body-media-type-removed'],
    ],
    [
      'a media type within a range',
      'requestBody: { content: { text/plain: {} } }',
      'requestBody: { content: { text/*: {} } }',
      ['compatible body-media-type-added'],
    ],
    ['a body', '', 'requestBody: { content: { text/plain: {} } }', ['compatible body-added']],
    [
      'a body that has to be sent where there was none',
      '',
      'requestBody: { required: true, content: { text/plain: {} } }',
      ['breaking body-required'],
    ],
    ['no body', 'requestBody: { content: { text/plain: {} } }', '', ['unknown body-removed']],
    ['deprecated', '', 'deprecated: true', ['compatible operation-deprecated']],
    ['an extension', '', 'x-owner: pets', ['compatible extension-changed']],
    [
      'a smaller body',
      'x-brrtrouter-body-size-bytes: 1000',
      'x-brrtrouter-body-size-bytes: 10',
      ['unknown extension-changed'],
    ],
    [
      'a larger body',
      'x-brrtrouter-body-size-bytes: 10',
      'x-brrtrouter-body-size-bytes: 1000',
      ['compatible extension-changed'],
    ],
    ['a deadline', '', 'x-brrtrouter-deadline-ms: 100', ['unknown extension-changed']],
  ])('%s', async (_name, old, fresh, want) => {
    expect(told(await diff(withOperation(old), withOperation(fresh)))).toEqual(want);
  });
});
