import { readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import type { Change } from './change.ts';
import { compareContracts } from './compare-contracts.ts';

// Changes of schemas over which diff tools have been wrong: https://github.com/oasdiff/oasdiff/issues/<number>.

const open = 'type: object, properties: { foo: { type: string }, bar: { type: string } }';
const components = `components:
  schemas:
    Pair: { ${open}, required: [foo, bar] }
    Kind: { type: string, enum: [user, service] }
    MaybeKind: { type: [string, 'null'], enum: [user, service, null] }
    Foo: { type: object, properties: { foo: { type: string } }, required: [foo] }
    Bar: { type: object, properties: { bar: { type: string } }, required: [bar] }
`;

async function modelOf(schema: string): Promise<ServiceModel> {
  const content = `content: { application/json: { schema: ${schema} } }`;
  const text = `openapi: 3.1.0
info: { title: T, version: 1.0.0 }
paths:
  /asked: { post: { operationId: ask, requestBody: { required: true, ${content} }, responses: { '204': { description: a } } } }
  /told: { get: { operationId: tell, responses: { '200': { description: a, ${content} } } } }
${components}`;
  const { model, diagnostics } = await readServiceModelText({ text, file: 'openapi.yaml' }, { overlays: [] });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

/** What is said of a request and of a response with the schema; a breaking change has a witness. */
async function verdicts(old: string, fresh: string): Promise<string> {
  const changes = compareContracts(await modelOf(old), await modelOf(fresh));
  const about = (direction: Change['direction']): string =>
    changes
      .filter((change) => change.direction === direction)
      .map(({ level, witness }) => (level === 'breaking' && witness === undefined ? 'unshown' : level))
      .join() || 'same';
  return `${about('request')} ${about('response')}`;
}

const ref = (name: string): string => `{ $ref: '#/components/schemas/${name}' }`;
const problem = (required: string): string =>
  `{ type: object, properties: { id: { type: string }, changed: { type: string } }, required: [${required}] }`;

const same = 'same same';
const wider = 'compatible breaking';
const narrower = 'breaking compatible';
const apart = 'breaking breaking';

describe('request and response', () => {
  it.each(['oneOf', 'anyOf', 'allOf'])('#314: a property of the only schema of %s is optional now', async (keyword) => {
    expect(await verdicts(`{ ${keyword}: [${problem('id, changed')}] }`, `{ ${keyword}: [${problem('id')}] }`)).toBe(
      wider,
    );
  });

  it.each<[string, string, string, string]>([
    [
      '#702: one schema becomes oneOf of two that share values: what has both properties is refused',
      ref('Pair'),
      `{ oneOf: [{ ${open}, required: [foo] }, { ${open}, required: [bar] }] }`,
      apart,
    ],
    [
      '#702 with anyOf takes more',
      ref('Pair'),
      `{ anyOf: [{ ${open}, required: [foo] }, { ${open}, required: [bar] }] }`,
      wider,
    ],
    [
      '#702 with closed alternatives: what has both properties fits neither',
      ref('Pair'),
      '{ oneOf: [{ type: object, properties: { foo: { type: string } }, additionalProperties: false }, { type: object, properties: { bar: { type: string } }, additionalProperties: false }] }',
      apart,
    ],
    [
      '#1037: oneOf of the schema itself and one that shares nothing with it takes more',
      ref('Pair'),
      `{ oneOf: [${ref('Pair')}, { type: array }] }`,
      wider,
    ],
    [
      '#723: oneOf of two types becomes one of them',
      '{ oneOf: [{ type: integer }, { type: string }] }',
      '{ type: integer }',
      narrower,
    ],
    [
      '#723 in a property',
      '{ type: object, properties: { id: { oneOf: [{ type: integer }, { type: string }] } }, required: [id] }',
      '{ type: object, properties: { id: { type: integer } }, required: [id] }',
      narrower,
    ],
    [
      '#723 with types that share values',
      '{ oneOf: [{ type: integer }, { type: number }] }',
      '{ type: integer }',
      apart,
    ],
    ['#1088: null beside a reference', ref('Kind'), `{ oneOf: [{ type: 'null' }, ${ref('Kind')}] }`, wider],
    [
      '#1088 in a property',
      `{ type: object, properties: { kind: ${ref('Kind')} } }`,
      `{ type: object, properties: { kind: { oneOf: [{ type: 'null' }, ${ref('Kind')}] } } }`,
      wider,
    ],
    [
      '#1088 around what takes null already: null fits both and is refused',
      ref('MaybeKind'),
      `{ oneOf: [{ type: 'null' }, ${ref('MaybeKind')}] }`,
      narrower,
    ],
    ['#1088 with anyOf around the same', ref('MaybeKind'), `{ anyOf: [{ type: 'null' }, ${ref('MaybeKind')}] }`, same],
    ['#1088 written as a list of types', ref('MaybeKind'), `{ anyOf: [${ref('Kind')}, { type: 'null' }] }`, same],
    [
      '#930: an inline enum becomes a reference',
      "{ anyOf: [{ enum: [user, service] }, { type: 'null' }] }",
      `{ anyOf: [${ref('Kind')}, { type: 'null' }] }`,
      same,
    ],
    ['#610: a schema more in oneOf', `{ oneOf: [${ref('Foo')}] }`, `{ oneOf: [${ref('Foo')}, ${ref('Bar')}] }`, apart],
    ['#610 with anyOf', `{ anyOf: [${ref('Foo')}] }`, `{ anyOf: [${ref('Foo')}, ${ref('Bar')}] }`, wider],
    [
      '#766: a property moves from one part of allOf to another',
      `{ allOf: [${ref('Foo')}, { properties: { bar: { type: string } }, required: [bar] }] }`,
      `{ allOf: [{ properties: { bar: { type: string } } }, ${ref('Foo')}, { required: [bar] }] }`,
      same,
    ],
    ['#224: text becomes an enum', '{ type: string }', '{ type: string, enum: [article, user] }', narrower],
    ['#595: an enum loses a value', '{ enum: [GOOD, BAD, CAT] }', '{ enum: [GOOD, BAD] }', narrower],
    ['an enum moves to const', '{ enum: [a] }', '{ const: a }', same],
    ['an exclusive limit of integers', '{ type: integer, exclusiveMinimum: 0 }', '{ type: integer, minimum: 1 }', same],
    ['a limit moves into allOf', '{ type: integer, maximum: 9 }', '{ allOf: [{ type: integer }], maximum: 9 }', same],
    [
      'a limit is lowered in one part of allOf only, below the other',
      '{ allOf: [{ maximum: 5 }, { maximum: 9 }] }',
      '{ allOf: [{ maximum: 5 }, { maximum: 7 }] }',
      same,
    ],
    [
      '#126: a required property that is read-only',
      '{ type: object, properties: { id: { readOnly: true, type: string } } }',
      '{ type: object, properties: { id: { readOnly: true, type: string } }, required: [id] }',
      'same compatible',
    ],
    [
      'a required property that is write-only',
      '{ type: object, properties: { pin: { writeOnly: true, type: string } } }',
      '{ type: object, properties: { pin: { writeOnly: true, type: string } }, required: [pin] }',
      'breaking same',
    ],
    [
      'a required property becomes read-only',
      '{ type: object, properties: { id: { type: string } }, required: [id] }',
      '{ type: object, properties: { id: { readOnly: true, type: string } }, required: [id] }',
      'breaking same',
    ],
    [
      '#551: a required property with a default, which stands in before the body is checked',
      '{ type: object, properties: { n: { type: integer, default: 1 } } }',
      '{ type: object, properties: { n: { type: integer, default: 1 } }, required: [n] }',
      'unknown compatible',
    ],
    [
      '#551 with a limit beside it',
      '{ type: object, properties: { n: { type: integer, default: 1 }, m: { type: integer } } }',
      '{ type: object, properties: { n: { type: integer, default: 1 }, m: { type: integer, maximum: 9 } }, required: [n] }',
      narrower,
    ],
    [
      '#551 with a default that breaks its own schema and is not filled in',
      '{ type: object, properties: { n: { type: integer, default: x } } }',
      '{ type: object, properties: { n: { type: integer, default: x } }, required: [n] }',
      narrower,
    ],
  ])('%s', async (_name, old, fresh, want) => expect(await verdicts(old, fresh)).toBe(want));
});
