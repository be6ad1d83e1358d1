import type { FinishedWebhookAttempt, WebhookAttempt } from '@brrt/router-core/ports';
import { describe, expect, it } from 'vitest';
import { describeAttempt, describeEnqueued, parseTraceparent, writeTraceparent } from './webhook-spans.ts';

const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const header = `00-${parent.traceId}-${parent.spanId}-01`;

function attemptOf(attempt: Partial<WebhookAttempt>, finished: Partial<FinishedWebhookAttempt>) {
  return describeAttempt({
    attempt: {
      webhook: 'orderPaid',
      id: 'msg_1',
      attempt: 1,
      method: 'POST',
      origin: 'https://shop.example',
      traceparent: header,
      ...attempt,
    },
    finished: { outcome: 'delivered', status: 204, error: undefined, ...finished },
    parent,
    spanId: 'c'.repeat(16),
    startedAt: 5,
  });
}

describe('what a webhook belongs to', () => {
  it('is read from the header that is written for it', () => {
    expect(writeTraceparent(parent)).toBe(header);
    expect(parseTraceparent(header)).toEqual(parent);
  });

  it.each([
    ['there is no header', undefined],
    ['the trace is not recorded', header.replace(/01$/, '00')],
    ['the header is of another version', header.replace(/^00/, '01')],
    ['an id is too short', header.replace('-b', '-')],
    ['more comes after it', `${header}-00`],
  ])('is nothing where %s', (_name, text) => expect(parseTraceparent(text)).toBeUndefined());
});

it('putting a webhook into the outbox is a span of its own below what is under way', () => {
  const span = describeEnqueued('orderPaid', parent);
  expect(span).toMatchObject({
    name: 'enqueue orderPaid',
    kind: 'internal',
    traceId: parent.traceId,
    parent: { spanId: parent.spanId, isRemote: false },
    attributes: { 'brrt.webhook': 'orderPaid' },
  });
  expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(span.spanId).not.toBe(parent.spanId);
});

describe('an attempt to deliver', () => {
  it('is a client span below what put the webhook into the outbox', () => {
    const span = attemptOf({}, {});
    expect(span).toMatchObject({
      name: 'POST webhook orderPaid',
      kind: 'client',
      ...{ traceId: parent.traceId, spanId: 'c'.repeat(16), startedAt: 5 },
      parent: { spanId: parent.spanId },
    });
    expect(span.attributes).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 204,
      'server.address': 'shop.example',
      'server.port': 443,
      'brrt.webhook': 'orderPaid',
      'brrt.webhook.id': 'msg_1',
      'brrt.webhook.outcome': 'delivered',
    });
    expect(span).not.toHaveProperty('error');
  });

  it.each([
    ['http://shop.example', 'shop.example', 80],
    ['https://shop.example:8443', 'shop.example', 8443],
    ['nonsense', undefined, undefined],
  ])('says where it goes: %s', (origin, address, port) => {
    const { attributes } = attemptOf({ origin }, {});
    expect([attributes['server.address'], attributes['server.port']]).toEqual([address, port]);
  });

  it('counts the attempts before it', () => {
    expect(attemptOf({ attempt: 3 }, {}).attributes).toMatchObject({ 'http.request.resend_count': 2 });
  });

  it.each([
    ['the status that came back', { outcome: 'retry', status: 503 }, { type: '503', error: '' }],
    [
      'why nothing came back',
      { outcome: 'dead', status: undefined, error: 'timeout' },
      { type: 'timeout', error: 'timeout' },
    ],
  ] as const)('is one of an error when it does not arrive, and says %s', (_name, finished, { type, error }) => {
    const span = attemptOf({}, finished);
    expect(span.attributes).toMatchObject({ 'error.type': type, 'brrt.webhook.outcome': finished.outcome });
    expect(span.error).toBe(error);
  });
});
