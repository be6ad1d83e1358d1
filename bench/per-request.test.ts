import { expect, it } from 'vitest';
import { listExcesses, readBounds } from './bounds.ts';
import { buildShop } from './build-shop.ts';
import { countPerRequest } from './per-request.ts';
import { requests } from './requests.ts';
import { brrt } from './servers.ts';

it('makes no more octets, promises, ticks, timers and writes per request than it did', async () => {
  await buildShop();
  const count = async () => listExcesses(await countPerRequest(brrt, requests), await readBounds());
  // Processes differ by what V8 has optimised: what is more in one run and not in the next is not the service's.
  const excesses = (await count()).length === 0 ? [] : await count();
  expect(excesses, 'What is worth it becomes the bound: npm run bench -- per-request --update').toEqual([]);
});

it.each([
  ['a tenth more heap', { heapBytes: 1_100 }, ['static: 1100 heapBytes per request, 1000 before']],
  ['a promise', { promises: 1 }, ['static: 1 promises per request, 0 before']],
  ['what differs from process to process', { heapBytes: 1_040 }, []],
  ['less', { heapBytes: 900, ticks: 1 }, []],
])('tells of %s', (_name, more, excesses) => {
  const bound = { heapBytes: 1_000, promises: 0, ticks: 2, writes: 1, timers: 1 };
  expect(listExcesses({ static: { ...bound, ...more } }, { static: bound })).toEqual(excesses);
});
