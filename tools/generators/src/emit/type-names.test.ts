import { expect, it } from 'vitest';
import { typeNames } from './type-names.ts';

it.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'a name that is an identifier as it is',
    ['Pet', 'pet', 'PET', '_id', '$ref', 'Größe', '用户'],
    ['Pet', 'pet', 'PET', '_id', '$ref', 'Größe', '用户'],
  ],
  ['other names by their words', ['simple-user', 'v1.Pod', 'a b c', 'x/y~z'], ['SimpleUser', 'V1Pod', 'ABC', 'XYZ']],
  ['a made name after the plain one that it would take', ['simple-user', 'SimpleUser'], ['SimpleUser2', 'SimpleUser']],
  ['made names that meet, in their order', ['a-b', 'a.b', 'a/b'], ['AB', 'AB2', 'AB3']],
  [
    'words of the language with more behind them',
    ['string', 'type', 'interface'],
    ['stringSchema', 'typeSchema', 'interfaceSchema'],
  ],
  ['names of globals as they are', ['Array', 'Promise', 'Record', 'Object'], ['Array', 'Promise', 'Record', 'Object']],
  ['what is no name at all', ['', '404', '-', '\u202e'], ['Schema', 'Schema404', 'Schema2', 'Schema3']],
  ['names of prototypes', ['__proto__', 'toString', 'constructor'], ['__proto__', 'toString', 'constructorSchema']],
])('gives %s', (_what, schemas, want) => {
  const names = typeNames(schemas, new Set());
  expect(schemas.map((schema) => names.of(schema, 'response'))).toEqual(want);
  expect(new Set(want).size).toBe(schemas.length);
});

it('keeps clear of what the file declares itself, and says so', () => {
  const names = typeNames(['GetPetCall', 'get-pet-call'], new Set(), new Set(['GetPetCall']));
  expect(names.of('GetPetCall', 'response')).toBe('GetPetCall2');
  expect(names.changed).toEqual([
    { schema: 'GetPetCall', type: 'GetPetCall2' },
    { schema: 'get-pet-call', type: 'GetPetCall3' },
  ]);
});

it('gives what is received a name of its own', () => {
  const names = typeNames(['Pet', 'PetInput'], new Set(['Pet']));
  expect([names.of('Pet', 'request'), names.of('Pet', 'response')]).toEqual(['PetInput2', 'Pet']);
  expect(names.changed).toEqual([{ schema: 'Pet', type: 'PetInput2' }]);
});
