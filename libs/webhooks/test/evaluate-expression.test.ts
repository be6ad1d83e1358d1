import { expect, it } from 'vitest';
import { evaluateExpression } from '../src/senders/evaluate-expression.ts';

const exchange = {
  method: 'POST',
  url: 'https://api.example/subscribe?x=1',
  request: {
    path: { eventType: 'my event' },
    query: { queryUrl: 'https://client.example/hook' },
    headers: { 'Content-Type': 'application/json' },
    body: {
      failedUrl: 'https://client.example/failed',
      successUrls: ['https://a.example', 'https://b.example'],
      'a/b~c': 1,
      no: null,
    },
  },
  response: { status: 201, headers: { Location: '/subscription/1' }, body: { id: 5, ok: true } },
};

it.each([
  // OpenAPI 3.1 §4.8.20.4 and §4.8.18.2
  ['$url', 'https://api.example/subscribe?x=1'],
  ['$method', 'POST'],
  ['$statusCode', '201'],
  ['$request.path.eventType', 'my event'],
  ['$request.query.queryUrl', 'https://client.example/hook'],
  ['$request.header.content-type', 'application/json'],
  ['$request.body#/failedUrl', 'https://client.example/failed'],
  ['$request.body#/successUrls/1', 'https://b.example'],
  ['$request.body#/a~1b~0c', '1'],
  ['$response.header.location', '/subscription/1'],
  ['$response.body#/ok', 'true'],
  ['{$request.query.queryUrl}/events?id={$response.body#/id}', 'https://client.example/hook/events?id=5'],
  ['https://fixed.example/hook', 'https://fixed.example/hook'],
  ['$request.body#/missing', undefined],
  ['$request.body#/successUrls/9', undefined],
  ['$request.body#/no', undefined],
  ['$request.body#/failedUrl/length', undefined],
  ['{$request.body#/failedUrl}/{$request.query.missing}', undefined],
])('%s is %s', (expression, want) => expect(evaluateExpression(expression, exchange)).toBe(want));

it.each(['$request', '$request.cookie.a', '$foo', '{$request.body#/successUrls}', '$request.body'])(
  '%s gives no URL',
  (expression) => expect(() => evaluateExpression(expression, exchange)).toThrow(TypeError),
);

it('needs to be told $url', () => {
  const { url: _, ...unknown } = exchange;
  expect(() => evaluateExpression('$url', unknown)).toThrow('give the URL of the request');
});
