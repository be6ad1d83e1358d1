import { expect, it } from 'vitest';
import { checkEmitted } from './check-emitted.ts';
import { UnsafeCodeError } from './unsafe-code-error.ts';

const header = '// Generated\n\n';

/** What a generator without encoders makes of a text, in each place that it puts text into. */
const careless: Readonly<Record<string, (text: string) => string>> = {
  'a comment': (text) => `/** ${text} */\nexport interface Pet {\n  readonly id: number;\n}\n`,
  'a comment of a line': (text) => `// ${text}\nexport type Pet = string;\n`,
  'a literal type': (text) => `export type Pet = "${text}";\n`,
  'a property name': (text) => `export interface Pet {\n  readonly "${text}": string;\n}\n`,
  'a type name': (text) => `export interface ${text} {\n  readonly id: number;\n}\n`,
  'a template': (text) => `export type Pet = \`image/${text}\`;\n`,
};

it.each<readonly [place: string, text: string, line: number, message: string]>([
  ['a comment', '*/ globalThis.x = 1; /*', 3, 'is code that no harmless contract leads to'],
  ['a comment', '*/ export const x = process.exit(); /*', 3, 'is code that'],
  ['a comment', "*/ import 'node:fs'; /*", 3, 'is code that'],
  ['a comment', "*/ import type { Pet } from 'https://example.com/x'; /*", 3, 'is code that'],
  ['a comment', "*/ export * from 'node:fs'; /*", 3, 'is code that'],
  ['a comment', '*/ type X = any; /*', 3, 'has a AnyKeyword among its types'],
  ['a comment', '@ts-ignore', 3, 'has a comment that the compiler obeys'],
  ['a comment of a line', '@ts-nocheck', 3, 'has a comment that the compiler obeys'],
  ['a comment of a line', '\n;(() => eval("1"))();', 4, 'is code that'],
  ['a comment of a line', '\u2028globalThis.x = 1;', 4, 'is code that'],
  ['a comment of a line', '\n/// <reference path="/etc/passwd" />', 4, 'has a comment that the compiler obeys'],
  ['a literal type', '"; globalThis.x = 1; //', 3, 'is code that'],
  ['a literal type', '" | typeof globalThis | "', 3, 'has a TypeQuery among its types'],
  ['a literal type', '" | import("node:fs").Stats | "', 3, 'has a ImportType among its types'],
  ['a literal type', '" | Whatever | "', 3, 'refers to a type that the file does not have'],
  ['a literal type', '\n', 3, 'does not parse: Unterminated string literal.'],
  ['a property name', '": string; new (): Pet; readonly "x', 4, 'has a ConstructSignature among its types'],
  [
    'a property name',
    '": string; [Symbol.iterator](): Pet; readonly "x',
    4,
    'has a ComputedPropertyName among its types',
  ],
  ['a type name', 'Pet {} export enum X { a } export interface Y', 3, 'is code that'],
  ['a type name', 'Pet extends globalThis.Function', 3, 'has a HeritageClause among its types'],
  ['a template', `\${globalThis["x"]}`, 3, 'refers to a type that the file does not have'],
])('refuses text that gets out of %s: %j', async (place, text, line, message) => {
  const file = {
    path: 'src/generated/types.gen.ts',
    text: header + careless[place]?.(text),
    owner: 'generator',
  } as const;
  await expect(checkEmitted([file], 'pets')).rejects.toThrow(`src/generated/types.gen.ts:${line} ${message}`);
  await expect(checkEmitted([file], 'pets')).rejects.toBeInstanceOf(UnsafeCodeError);
});

it.each([
  ['a call', 'createSecurity(contract.model, config)', 'createSecurity(contract.model, evil())'],
  ['a name', 'dependencies: {}', 'dependencies: process.env'],
  ['a module', "from '@brrt/security'", "from './elsewhere.ts'"],
])('refuses %s in the code of a service that is another one', async (_what, from, to) => {
  const { emitServiceModule } = await import('../emit/emit-service-module.ts');
  const text = emitServiceModule('pets', { operations: [] });
  const file = (changed: string) => ({ path: 'src/service.ts', text: changed, owner: 'developer' }) as const;
  const [changed, same] = [[file(text.replace(from, to))], [file(text)]];
  expect(text).toContain(from);
  await expect(checkEmitted(changed, 'pets')).rejects.toThrow('src/service.ts:');
  expect(await checkEmitted(same, 'pets')).toBe(same);
});
