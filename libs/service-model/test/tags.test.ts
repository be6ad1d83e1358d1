import { describe, expect, it } from 'vitest';
import { readValue } from './read-text.ts';

async function parentsOf(tags: readonly object[]): Promise<readonly string[]> {
  const { model } = await readValue({ openapi: '3.2.0', info: { title: 'T', version: '1' }, tags, paths: {} });
  return (model?.tags ?? []).map(({ name, parent }) => `${name} < ${parent ?? '-'}`);
}

describe('the parents of tags', () => {
  it.each([
    [
      'form a tree',
      [{ name: 'a', parent: 'b' }, { name: 'b' }, { name: 'c', parent: 'b' }],
      ['a < b', 'b < -', 'c < b'],
    ],
    ['that do not exist are none', [{ name: 'a', parent: 'b' }], ['a < -']],
    [
      'never lead back',
      [
        { name: 'a', parent: 'b' },
        { name: 'b', parent: 'a' },
      ],
      ['a < b', 'b < -'],
    ],
    ['are not the tag itself', [{ name: 'a', parent: 'a' }], ['a < -']],
    ['of the first declaration count', [{ name: 'a' }, { name: 'b' }, { name: 'a', parent: 'b' }], ['a < -', 'b < -']],
  ])('%s', async (_name, tags, want) => {
    expect(await parentsOf(tags)).toEqual(want);
  });

  it('may form a chain of any length', async () => {
    const tags = Array.from({ length: 20_000 }, (_, index) => ({ name: `t${index}`, parent: `t${index + 1}` }));
    const parents = await parentsOf([...tags, { name: 't20000', parent: 't0' }]);
    expect([parents[0], parents.at(-1)]).toEqual(['t0 < t1', 't20000 < -']);
  });
});
