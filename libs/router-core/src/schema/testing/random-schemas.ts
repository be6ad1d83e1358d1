import type { JsonSchema } from '@brrt/service-model';
import fc from 'fast-check';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Names that every object inherits are names like others. */
const names = fc.constantFrom('a', 'b', 'constructor', 'toString');
export const randomValues = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, 2.5, -3, '', 'a', 'ab', '💙'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

/** Schemas of all keywords, many of them odd; references lead to `randomComponents`. */
export const randomSchemas: fc.Arbitrary<JsonSchema> = fc.letrec<{ schema: JsonSchema }>((tie) => {
  const schema = tie('schema');
  const list = fc.array(schema, { minLength: 1, maxLength: 3 });
  const map = fc.dictionary(names, schema, { maxKeys: 3, noNullPrototype: true });
  const count = fc.nat({ max: 3 });
  const keywords: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    type: fc.constantFrom(
      'object',
      'array',
      'string',
      'integer',
      'number',
      'null',
      ['object', 'string'],
      ['array', 'null'],
    ),
    enum: fc.array(randomValues, { minLength: 1, maxLength: 3 }),
    const: randomValues,
    minimum: fc.integer({ min: -3, max: 3 }),
    exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
    multipleOf: fc.constantFrom(0.5, 1, 2),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom('^a', 'b$', '^.$'),
    prefixItems: list,
    items: schema,
    contains: schema,
    minContains: count,
    maxContains: count,
    minItems: count,
    uniqueItems: fc.boolean(),
    properties: map,
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'r$'), schema, { maxKeys: 2, noNullPrototype: true }),
    additionalProperties: schema,
    propertyNames: schema,
    required: fc.uniqueArray(names, { maxLength: 2 }),
    dependentRequired: fc.dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    dependentSchemas: map,
    maxProperties: count,
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: schema,
    if: schema,
    else: schema,
    unevaluatedProperties: schema,
    unevaluatedItems: schema,
    // A literal with this key would be taken for a promise.
    ...Object.fromEntries([['then', schema]]),
  };
  const few = fc
    .uniqueArray(fc.constantFrom(...Object.keys(keywords)), { minLength: 1, maxLength: 3 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((key) => [key, keywords[key] ?? schema]))));
  return {
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.boolean(),
      fc.constantFrom(ref('Tree'), ref('Open')),
      few as fc.Arbitrary<JsonSchema>,
    ),
  };
}).schema;

export const randomComponents: Readonly<Record<string, JsonSchema>> = {
  Tree: { type: 'object', properties: { a: ref('Tree'), b: { items: ref('Tree') } }, required: ['b'] },
  Open: { anyOf: [{ properties: { a: { type: 'string' } } }, { prefixItems: [true], contains: { const: 1 } }] },
};
