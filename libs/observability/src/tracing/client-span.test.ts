import type { FinishedCall } from '@brrt/router-core/ports';
import { describe, expect, it } from 'vitest';
import { givenExchange } from '../../test/given.ts';
import { describeClientSpan } from './client-span.ts';

const call: FinishedCall = {
  service: 'payments',
  operation: 'pay',
  method: 'POST',
  route: '/v1/payments/{id}',
  origin: 'https://payments.example',
  spanId: 'c'.repeat(16),
  startedAt: 1,
  endedAt: 2,
  status: 200,
  error: undefined,
};

const spanOf = (more: Partial<FinishedCall>) =>
  describeClientSpan(givenExchange(), { ...call, ...more }, 'd'.repeat(16));

describe('the span of a call to another service', () => {
  it('is named by the template and hangs below the handler', () => {
    const span = spanOf({});
    expect(span).toMatchObject({
      name: 'POST /v1/payments/{id}',
      kind: 'client',
      ...{ traceId: 'a'.repeat(32), spanId: 'c'.repeat(16), startedAt: 1, endedAt: 2 },
      parent: { spanId: 'd'.repeat(16), isRemote: false },
    });
    expect(span.attributes).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'server.address': 'payments.example',
      'server.port': 443,
      'url.template': '/v1/payments/{id}',
      'service.peer.name': 'payments',
      'brrt.operation': 'pay',
    });
    expect(span).not.toHaveProperty('error');
    expect(span).not.toHaveProperty('links');
  });

  it.each([
    ['http://payments.example', 80],
    ['https://payments.example:8443', 8443],
  ])('has the port of %s', (origin, port) => expect(spanOf({ origin }).attributes['server.port']).toBe(port));

  it.each([
    ['hit', 'internal'],
    ['stale', 'internal'],
    ['revalidated', 'client'],
    ['miss', 'client'],
  ] as const)('is a message to another service only where something was sent: %s is %s', (cache, kind) => {
    expect(spanOf({ cache })).toMatchObject({ kind, attributes: { 'brrt.client.cache': cache } });
  });

  it('links to the call whose answer it got', () => {
    const sharedWith = { traceId: 'e'.repeat(32), spanId: 'f'.repeat(16) };
    expect(spanOf({ sharedWith })).toMatchObject({
      kind: 'internal',
      links: [sharedWith],
      attributes: { 'brrt.client.coalesced': true },
    });
  });

  it('says what was done for it: sent again, hedged, refused another time', () => {
    expect(spanOf({ resent: 2, isHedge: true, isRetryRefused: true }).attributes).toMatchObject({
      'http.request.resend_count': 2,
      'brrt.client.hedge': true,
      'brrt.client.retry_budget_exhausted': true,
    });
  });

  it.each<[string, Partial<FinishedCall>, { type: string | undefined; error: string | undefined }]>([
    ['a redirect is no error', { status: 304 }, { type: undefined, error: undefined }],
    ['a status is one by its number', { status: 404 }, { type: '404', error: '' }],
    [
      'an error with a code is named by it',
      { error: Object.assign(new TypeError('nobody there'), { code: 'ECONNREFUSED' }), status: undefined },
      { type: 'ECONNREFUSED', error: 'nobody there' },
    ],
    [
      'an error without one by its class',
      { error: new RangeError('too far') },
      { type: 'RangeError', error: 'too far' },
    ],
    ['what is thrown may be no error', { error: 'gone' }, { type: 'string', error: 'gone' }],
    ['or nothing', { error: null }, { type: 'object', error: 'null' }],
    ['no answer that was asked for is no error', { status: undefined }, { type: undefined, error: undefined }],
  ])('%s', (_name, outcome, { type, error }) => {
    const span = spanOf(outcome);
    expect(span.attributes['error.type']).toBe(type);
    expect(span.error).toBe(error);
  });
});
