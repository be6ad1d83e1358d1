import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { UpstreamContractError } from '../src/index.ts';
import { createAnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';
import { startUpstream } from './upstream.ts';

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

async function answerOf(body: string, checks = true) {
  const headers = { 'content-type': 'application/json', 'x-id': '1' };
  await using upstream = await startUpstream({ headers, body });
  const bindable = await createAnyClient('wide', { baseUrl: upstream.url, validateResponses: checks });
  try {
    return (await methodOf(bindable.bind(exchangeOf({})), 'put')({ path: { id: 1n }, body: {} })).body;
  } finally {
    await bindable.close();
  }
}

it('a plain integer that a number does not hold breaks the contract of an answer', async () => {
  const failed = answerOf('{"id":9007199254740993,"plain":9007199254740993}');
  await expect(failed).rejects.toThrow(UpstreamContractError);
  await expect(failed).rejects.toMatchObject({ breaches: [{ pointer: '/plain', keyword: 'type' }] });
});

it.each([
  ['{"plain":1152921504606847000}', { plain: 2 ** 60 }],
  ['{"number":9007199254740993}', { number: 9_007_199_254_740_992 }],
])('%s is an answer as any other', async (text, value) => {
  expect(await answerOf(text)).toEqual(value);
});

it('what is not checked is the nearest number', async () => {
  expect(await answerOf('{"plain":9007199254740993}', false)).toEqual({ plain: 9_007_199_254_740_992 });
});
