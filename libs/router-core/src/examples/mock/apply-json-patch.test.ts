import type { JsonValue } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { applyJsonPatch } from './apply-json-patch.ts';

it.each<[string, JsonValue, JsonValue[], JsonValue | undefined]>([
  [
    'adds and replaces members',
    { a: 1 },
    [
      { op: 'add', path: '/b', value: [] },
      { op: 'add', path: '/a', value: null },
    ],
    { a: null, b: [] },
  ],
  [
    'adds before an item, and at the end',
    { a: [1] },
    [
      { op: 'add', path: '/a/0', value: 0 },
      { op: 'add', path: '/a/-', value: 2 },
    ],
    { a: [0, 1, 2] },
  ],
  ['adds nothing behind the end', { a: [1] }, [{ op: 'add', path: '/a/2', value: 2 }], undefined],
  ['adds nothing below what is not there', {}, [{ op: 'add', path: '/a/b', value: 2 }], undefined],
  ['adds nothing without a value', {}, [{ op: 'add', path: '/a' }], undefined],
  [
    'removes',
    { a: [1, 2], b: 3 },
    [
      { op: 'remove', path: '/a/0' },
      { op: 'remove', path: '/b' },
    ],
    { a: [2] },
  ],
  ['removes only what is there', { a: [1] }, [{ op: 'remove', path: '/a/-' }], undefined],
  ['replaces only what is there', { a: 1 }, [{ op: 'replace', path: '/b', value: 1 }], undefined],
  ['replaces the whole', { a: 1 }, [{ op: 'replace', path: '', value: { b: 1 } }], { b: 1 }],
  ['moves', { a: { b: 1 } }, [{ op: 'move', from: '/a/b', path: '/c' }], { a: {}, c: 1 }],
  ['moves nothing into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/b' }], undefined],
  ['moves to where it was', { a: 1 }, [{ op: 'move', from: '/a', path: '/a' }], { a: 1 }],
  ['copies', { a: [1] }, [{ op: 'copy', from: '/a', path: '/a/0' }], { a: [[1], 1] }],
  [
    'tests whatever the order of members',
    { a: { b: 1, c: 2 } },
    [{ op: 'test', path: '/a', value: { c: 2, b: 1 } }],
    { a: { b: 1, c: 2 } },
  ],
  [
    'does nothing where a test fails',
    { a: 1 },
    [
      { op: 'remove', path: '/a' },
      { op: 'test', path: '', value: 1 },
    ],
    undefined,
  ],
  [
    'knows escapes of pointers',
    { 'a/b': 1, '~1': 2 },
    [
      { op: 'remove', path: '/a~1b' },
      { op: 'test', path: '/~01', value: 2 },
    ],
    { '~1': 2 },
  ],
  ['has members of any name', {}, [{ op: 'add', path: '/__proto__', value: 1 }], JSON.parse('{"__proto__":1}')],
  ['finds no inherited member', {}, [{ op: 'test', path: '/toString', value: 1 }], undefined],
  ['takes digits alone for indexes', { a: [1] }, [{ op: 'replace', path: '/a/00', value: 2 }], undefined],
  ['does nothing for what is no operation', {}, [{ op: 'swap', path: '' }], undefined],
  ['does nothing for what is no pointer', { a: 1 }, [{ op: 'remove', path: 'a' }], undefined],
])('%s', (_name, target, patch, want) => {
  expect(applyJsonPatch(target, patch)).toEqual(want);
});
