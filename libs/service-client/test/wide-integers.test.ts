import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createAnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';

it('integers without loss go out as digits and come back as bigints', async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-id': request.url?.split('/').at(-1) ?? '' });
    request.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const bindable = await createAnyClient('wide', { baseUrl: `http://127.0.0.1:${port}` });
  try {
    const body = { id: 9_223_372_036_854_775_807n, note: 'x' };
    const client = bindable.bind(exchangeOf({}));
    const answer = await methodOf(client, 'put')({ path: { id: -9_007_199_254_740_993n }, body });
    expect(answer.body).toEqual(body);
    expect(answer.headers).toEqual({ 'x-id': -9_007_199_254_740_993n });
  } finally {
    await bindable.close();
    server.close();
  }
});
