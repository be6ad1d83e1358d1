import { expect, it } from 'vitest';
import { readRegistry } from './read-registry.ts';

const entry = (name: string, fromContract: boolean, file?: string) => ({ name, fromContract, file });

it.each([
  [
    'entries of every kind',
    "import { a } from './a.ts';\nexport const handlers = { a, b: fromContract, 'c': () => 1, d: other };",
    [entry('a', false, './a.ts'), entry('b', true), entry('c', false), entry('d', false)],
  ],
  [
    'a handler under another name',
    "import { x as a } from './a.ts';\nexport const handlers = { a };",
    [entry('a', false)],
  ],
  [
    'an object that is checked with satisfies',
    'export const handlers = { b: fromContract } satisfies Handlers<Context>;',
    [entry('b', true)],
  ],
  ['an empty registry', 'export const handlers: Handlers<Context> = {};', []],
  ['nothing it can follow', 'export const handlers = makeHandlers();', undefined],
  ['no registry at all', 'export {};', undefined],
])('reads %s', (_what, text, want) => expect(readRegistry(text)).toEqual(want));
