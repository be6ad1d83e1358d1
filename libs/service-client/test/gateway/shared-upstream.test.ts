import { defaultResilience } from '@brrt/router-core/config';
import { expect, it } from 'vitest';
import { connectUpstream } from '../../src/connect-upstream.ts';
import { startUpstream } from '../upstream.ts';

it('is one for all that is made of an entry of the configuration, until the last of them is closed', async () => {
  await using service = await startUpstream({});
  const entry = {};
  const options = { baseUrl: service.url, resilience: defaultResilience, entry };
  const [one, other, apart] = [
    connectUpstream('pets', options),
    connectUpstream('pets', options),
    connectUpstream('pets', { ...options, entry: {} }),
  ];
  expect(one.upstream).toBe(other.upstream);
  expect(one.upstream).not.toBe(apart.upstream);
  await one.close();
  const ask = () => other.upstream.dispatcher.request({ origin: service.url, path: '/', method: 'GET' });
  await (await ask()).body.dump();
  await other.close();
  await expect(ask()).rejects.toThrow(/destroyed|closed/);
  const again = connectUpstream('pets', options);
  expect(again.upstream).not.toBe(other.upstream);
  await again.close();
  await apart.close();
});
