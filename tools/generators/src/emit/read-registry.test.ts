import { expect, it } from 'vitest';
import { readRegistry } from './read-registry.ts';

const entry = (name: string, marker?: 'fromContract' | 'passThrough', file?: string) => ({ name, marker, file });

it.each([
  [
    'entries of every kind',
    "import { a } from './a.ts';\nexport const handlers = { a, b: fromContract, 'c': () => 1, d: other, e: passThrough };",
    [entry('a', undefined, './a.ts'), entry('b', 'fromContract'), entry('c'), entry('d'), entry('e', 'passThrough')],
  ],
  ['a handler under another name', "import { x as a } from './a.ts';\nexport const handlers = { a };", [entry('a')]],
  [
    'an object that is checked with satisfies',
    'export const handlers = { b: fromContract } satisfies Handlers<Context>;',
    [entry('b', 'fromContract')],
  ],
  ['an empty registry', 'export const handlers: Handlers<Context> = {};', []],
  ['nothing it can follow', 'export const handlers = makeHandlers();', undefined],
  ['no registry at all', 'export {};', undefined],
])('reads %s', (_what, text, want) => expect(readRegistry(text)).toEqual(want));
