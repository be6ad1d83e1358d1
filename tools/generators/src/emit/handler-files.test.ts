import { expect, it } from 'vitest';
import { handlerFileNames } from './handler-files.ts';

it.each([
  ['kebab-case', ['getPetById', 'list_pets', 'getHTMLPage'], ['get-pet-by-id', 'list-pets', 'get-html-page']],
  [
    'a number for names that differ in case only',
    ['getPet', 'getPET', 'get_pet'],
    ['get-pet', 'get-pet-2', 'get-pet-3'],
  ],
  [
    'another name than the registry and devices of Windows',
    ['index', 'con', 'lpt1'],
    ['index-operation', 'con-operation', 'lpt1-operation'],
  ],
  [
    'names that every file system takes',
    [`get${'Long'.repeat(100)}`, `get${'Long'.repeat(101)}`],
    [`get${'-long'.repeat(15)}-l`, `get${'-long'.repeat(15)}-l-2`],
  ],
  ['a name for names without letters', ['_', '$'], ['operation', 'operation-2']],
])('gives files %s', (_what, names, want) => {
  expect([...handlerFileNames(names.map((name) => ({ name }))).values()]).toEqual(want);
});
