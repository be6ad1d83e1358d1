import { expect, it } from 'vitest';
import { handlerFileNames } from './handler-files.ts';

it.each([
  ['kebab-case', ['getPetById', 'list_pets', 'getHTMLPage'], ['get-pet-by-id', 'list-pets', 'get-html-page']],
  [
    'letters of their own for names that differ in case only',
    ['getPet', 'getPET', 'get_pet'],
    ['get-pet', 'get-pet-74f4c7', 'get-pet-c87494'],
  ],
  [
    'another name than the registry and devices of Windows',
    ['index', 'con', 'lpt1'],
    ['index-operation', 'con-operation', 'lpt1-operation'],
  ],
  [
    'names that every file system takes',
    [`get${'Long'.repeat(100)}`, `get${'Long'.repeat(101)}`],
    [`get${'-long'.repeat(15)}-l-81c19e`, `get${'-long'.repeat(15)}-l-8e6ca8`],
  ],
  [
    'names in any script',
    ['создатьЗаказ', '日本語', 'großbuchstabenÄndern'],
    ['создать-заказ', '日本語', 'großbuchstaben-ändern'],
  ],
  ['a name for names without letters', ['_', '$'], ['operation', 'operation-09fc96']],
])('gives files %s', (_what, names, want) => {
  expect([...handlerFileNames(names.map((name) => ({ name }))).values()]).toEqual(want);
});
