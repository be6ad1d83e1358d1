import { expect, it } from 'vitest';
import { contract, modelOf, readValue } from './read-text.ts';

const list = { type: 'array', items: { type: 'string' } };
const operation = (more: object): object => ({ get: { ...more, responses: { '200': { description: 'ok' } } } });

it.each([
  [
    'a place and a style',
    { name: 'a', in: 'Query', style: 'PipeDelimited', explode: false, schema: list },
    { in: 'query', style: 'pipeDelimited' },
  ],
  ['a header', { name: 'a', in: 'HEADER', schema: { type: 'string' } }, { in: 'header', style: 'simple' }],
])('words in another case are read: %s', async (_name, parameter, want) => {
  const { operations } = await modelOf(contract({ '/a': operation({ parameters: [parameter] }) }));
  expect(operations[0]?.parameters).toMatchObject([want]);
});

it.each([
  ['X-a', 'Did you mean "x-a"?'],
  ['x_a', 'Did you mean "x-a"?'],
])('a field that looks like an extension is said: %s', async (key, hint) => {
  const { diagnostics } = await readValue(contract({ '/a': operation({ [key]: 1 }) }));
  expect(diagnostics.map((each) => [each.code, each.hint])).toEqual([['unknown-field', hint]]);
});
