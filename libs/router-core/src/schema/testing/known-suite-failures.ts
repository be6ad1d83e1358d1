const dynamicScope = 'Ajv resolves `$dynamicRef` by the anchors of the root schema, not by the dynamic scope';
const containsEvaluates = 'Ajv does not count what `contains` matched as evaluated';
const ifEvaluates = 'Ajv does not count what `if` alone evaluated';
const asserted = 'Formats are assertions here: a contract means what it says';
const nestedAddress =
  'Ajv resolves a `$ref` beside its own `$id` against itself; a model only has references to components';
const retrieval = 'The reference is to where the schema was retrieved; a model resolves that when it bundles';

/** Groups of the required part whose verdict differs, by file, each with its reason. Every other group has to pass. */
export const knownSuiteFailures: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'dynamicRef.json': {
    'A $dynamicRef to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor':
      dynamicScope,
    'A $dynamicRef to an $anchor in the same schema resource behaves like a normal $ref to an $anchor': dynamicScope,
    'A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is evaluated':
      dynamicScope,
    'A $dynamicRef without anchor in fragment behaves identical to $ref': dynamicScope,
    "A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic scope resolution":
      dynamicScope,
    'An $anchor with the same name as a $dynamicAnchor is not used for dynamic scope resolution': dynamicScope,
    'A $dynamicRef without a matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor':
      dynamicScope,
    'A $dynamicRef with a non-matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor':
      dynamicScope,
    'A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope':
      dynamicScope,
    'A $dynamicRef that initially resolves to a schema without a matching $dynamicAnchor behaves like a normal $ref to $anchor':
      dynamicScope,
    'multiple dynamic paths to the $dynamicRef keyword': dynamicScope,
    'after leaving a dynamic scope, it is not used by a $dynamicRef': dynamicScope,
    'tests for implementation dynamic anchor and reference link': dynamicScope,
    '$ref and $dynamicAnchor are independent of order - $defs first': dynamicScope,
    '$ref and $dynamicAnchor are independent of order - $ref first': dynamicScope,
    '$ref to $dynamicRef finds detached $dynamicAnchor': dynamicScope,
    '$dynamicRef points to a boolean schema': dynamicScope,
    '$dynamicRef skips over intermediate resources - direct reference': dynamicScope,
    '$dynamicRef avoids the root of each schema, but scopes are still registered': dynamicScope,
  },
  'format.json': Object.fromEntries(
    [
      'email',
      'idn-email',
      'regex',
      'ipv4',
      'ipv6',
      'hostname',
      'date',
      'date-time',
      'time',
      'json-pointer',
      'relative-json-pointer',
      'iri',
      'iri-reference',
      'uri',
      'uri-reference',
      'uri-template',
      'uuid',
      'duration',
    ].map((format) => [`${format} format`, asserted]),
  ),
  'ref.json': {
    'refs with relative uris and defs': nestedAddress,
    'relative refs with absolute uris and defs': nestedAddress,
    'URN ref with nested pointer ref': nestedAddress,
  },
  'refRemote.json': {
    'remote HTTP ref with different $id': retrieval,
    'remote HTTP ref with different URN $id': retrieval,
  },
  'unevaluatedItems.json': {
    'unevaluatedItems with nested items': 'Ajv forgets `items` of a subschema that failed to finish the array',
    'unevaluatedItems with $dynamicRef': dynamicScope,
    'unevaluatedItems depends on adjacent contains': containsEvaluates,
    'unevaluatedItems depends on multiple nested contains': containsEvaluates,
    'unevaluatedItems and contains interact to control item dependency relationship': containsEvaluates,
    'unevaluatedItems with minContains = 0': containsEvaluates,
    'unevaluatedItems can see annotations from if without then and else': ifEvaluates,
  },
  'unevaluatedProperties.json': {
    'unevaluatedProperties with if/then/else, then not defined': ifEvaluates,
    'unevaluatedProperties with $dynamicRef': dynamicScope,
    'unevaluatedProperties can see annotations from if without then and else': ifEvaluates,
  },
  'vocabulary.json': {
    'schema that uses custom metaschema with with no validation vocabulary':
      'Contracts are in the dialect of OpenAPI; vocabularies cannot be switched off',
  },
};
