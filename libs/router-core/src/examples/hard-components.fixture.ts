import type { JsonSchema } from '@brrt/service-model';

/** What the rows below refer to. */
export const schemas: Record<string, JsonSchema> = {
  Base: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
  Closed: { type: 'object', required: ['a'], properties: { a: { type: 'string' } }, additionalProperties: false },
  Node: {
    type: 'object',
    required: ['value', 'kids'],
    properties: {
      value: { type: 'string' },
      kids: { type: 'array', minItems: 0, items: { $ref: '#/components/schemas/Node' } },
    },
    unevaluatedProperties: false,
  },
  Deep: {
    type: 'object',
    required: ['next'],
    properties: { next: { oneOf: [{ $ref: '#/components/schemas/Deep' }, { $ref: '#/components/schemas/Leaf' }] } },
    additionalProperties: false,
  },
  Leaf: { type: 'object', required: ['leaf'], properties: { leaf: { const: true } }, additionalProperties: false },
  Expr: {
    oneOf: [
      {
        type: 'object',
        required: ['and'],
        properties: { and: { type: 'array', minItems: 2, items: { $ref: '#/components/schemas/Expr' } } },
      },
      { type: 'object', required: ['not'], properties: { not: { $ref: '#/components/schemas/Expr' } } },
      { type: 'object', required: ['field', 'value'], properties: { field: { type: 'string' }, value: {} } },
    ],
  },
  A1: { type: 'object', required: ['b'], properties: { b: { $ref: '#/components/schemas/B1' } } },
  B1: { type: 'object', properties: { a: { $ref: '#/components/schemas/A1' } } },
  Pet: {
    type: 'object',
    required: ['petType'],
    properties: { petType: { type: 'string' } },
    discriminator: { propertyName: 'petType', mapping: { kitty: '#/components/schemas/Cat' } },
  },
  Cat: {
    allOf: [
      { $ref: '#/components/schemas/Pet' },
      { type: 'object', required: ['claws'], properties: { claws: { type: 'integer' } } },
    ],
  },
  Dog: {
    allOf: [
      { $ref: '#/components/schemas/Pet' },
      { type: 'object', required: ['bark'], properties: { bark: { type: 'boolean' } } },
    ],
  },
};
for (let level = 0; level < 40; level += 1) {
  schemas[`L${level}`] =
    level === 39 ? { type: 'string' } : { type: 'object', required: ['n'], properties: { n: ref(`L${level + 1}`) } };
}

export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** From text, where an object literal would look like a promise. */
export function schema(text: string): JsonSchema {
  return JSON.parse(text);
}
