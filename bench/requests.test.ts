import { expect, it } from 'vitest';
import { startServer, stopServer } from './measure.ts';
import { apiKey, petstoreRequest } from './requests.ts';

it('the pet store has the pets that it is measured with', async () => {
  const server = await startServer('petstore');
  const statuses = await Promise.all(
    petstoreRequest.targets.map(async (target) => {
      const url = `http://127.0.0.1:${server.port}${target}`;
      return (await fetch(url, { headers: { 'X-API-Key': apiKey } })).status;
    }),
  );
  await stopServer(server);
  expect(statuses).toEqual(petstoreRequest.targets.map(() => petstoreRequest.status));
});
