import { expect, it } from 'vitest';
import { createAnyClient } from './call.ts';
import { startUpstream } from './upstream.ts';

it.each([
  ['it lives', 200, undefined],
  ['it knows no /livez', 404, undefined],
  ['nobody is behind its proxy', 503, 'shop answered 503'],
])('a called service is there or not: %s', async (_name, status, want) => {
  await using upstream = await startUpstream({ status, body: 'anything' });
  const client = await createAnyClient('shop', { baseUrl: upstream.url, credentials: { Key: 'open sesame' } });
  const { readiness } = client;
  const failure = await readiness?.check(AbortSignal.timeout(5_000)).catch(({ message }: Error) => message);
  await client.close();
  expect([readiness?.name, readiness?.degrades, failure]).toEqual(['client:shop', true, want]);
  expect(upstream.arrived.map(({ method, target }) => [method, target])).toEqual([['GET', '/livez']]);
  expect(upstream.arrived[0]?.headers).not.toHaveProperty('key');
});
