import { describe, expect, it } from 'vitest';
import { diff, told } from './testing/diff-texts.ts';

const answering = (responses: string): string =>
  `paths:\n  /pets:\n    get: { operationId: listPets, responses: { ${responses} } }\n`;
const json = (type: string): string =>
  `{ description: a, content: { application/json: { schema: { type: ${type} } } } }`;
const xml = '{ description: a, content: { application/xml: {} } }';

describe('a status that the new contract does not name', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'has what its range holds',
      `'200': ${json('string')}, 2XX: ${json('integer')}`,
      `2XX: ${json('integer')}`,
      ['compatible response-status-removed', 'breaking response-widened'],
    ],
    [
      'has what default holds',
      `'200': ${json('string')}, '404': ${json('string')}`,
      `'200': ${json('string')}, default: ${json('integer')}`,
      ['compatible response-status-added', 'compatible response-status-removed', 'breaking response-widened'],
    ],
    [
      'has the same in default',
      `'200': ${json('string')}, '404': ${json('string')}, default: ${json('string')}`,
      `'200': ${json('string')}, default: ${json('string')}`,
      ['compatible response-status-removed'],
    ],
    [
      'is a success, and default is for errors where another success is named',
      `'200': ${json('string')}, '202': ${json('string')}, default: ${json('integer')}`,
      `'200': ${json('string')}, default: ${json('integer')}`,
      ['compatible response-status-removed'],
    ],
    [
      'is a range of successes, of which default holds no other',
      `2XX: ${json('string')}`,
      `default: ${json('string')}`,
      ['compatible response-status-added', 'compatible response-status-removed'],
    ],
    [
      'is a success, and default stands for it where no other is named',
      `'200': ${json('string')}, default: ${json('integer')}`,
      `default: ${json('integer')}`,
      ['compatible response-status-removed', 'breaking response-widened'],
    ],
  ])('%s', async (_name, old, fresh, want) => {
    expect(told(await diff(answering(old), answering(fresh)))).toEqual(want);
  });
});

it('takes default for a success where no other is named, and shows one that nobody knew', async () => {
  const [added, gone] = await diff(answering(`'200': ${json('string')}`), answering(`default: ${json('string')}`));
  expect(added).toMatchObject({ level: 'breaking', id: 'response-status-added' });
  expect(added?.witness?.text).toMatch(/^HTTP\/1\.1 201\n/);
  expect(gone?.text).toBe('response 200 is not named any more: default stands for it');
});

it.each<[string, string, string, readonly string[]]>([
  ['is new', '', "'304': { description: a }", ['compatible response-status-added']],
  ['is gone', "'304': { description: a }", '', ['compatible response-status-removed']],
  ['is no other redirection', '', "'302': { description: a }", ['breaking response-status-added']],
])('an answer to a conditional request: %s', async (_name, old, fresh, want) => {
  const answer = (more: string): string => answering(`'200': ${json('string')}, ${more}`);
  expect(told(await diff(answer(old), answer(fresh)))).toEqual(want);
});

it('takes default for a success beside the answer to a conditional request', async () => {
  const answer = (success: string): string => answering(`'304': { description: a }, ${success}: ${json('string')}`);
  expect(told(await diff(answer("'200'"), answer('default')))).toContain('breaking response-status-added');
});

it('shows a status of a range that the old contract does not know', async () => {
  const [added] = await diff(answering(`'200': ${json('string')}`), answering(`2XX: ${json('string')}`));
  expect(added?.witness?.text).toMatch(/^HTTP\/1\.1 201\n/);
});

it('misses a media type of a range in a success that is named now', async () => {
  expect(told(await diff(answering(`2XX: ${json('string')}`), answering(`'200': ${xml}`)))).toEqual([
    'compatible response-media-type-added',
    'breaking response-media-type-removed',
    'compatible response-status-removed',
  ]);
});
