import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { decodeRequest } from '../src/otlp/decode-request.ts';
import type { Signal } from '../src/otlp/otlp-data.ts';
import { serveIntake } from './serve-intake.ts';

/** Protobuf by hand: what comes from it has to be what comes from JSON. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 128))];
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const message = (field: number, ...parts: (readonly number[])[]): number[] => {
  const content = parts.flat();
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
};
const text = (field: number, value: string): number[] => message(field, [...Buffer.from(value)]);
const doubles = (...values: number[]): number[] => [...Buffer.from(new Float64Array(values).buffer)];
const integers = (...values: number[]): number[] => [...Buffer.from(new BigUint64Array(values.map(BigInt)).buffer)];
const double = (field: number, value: number): number[] => [...varint(field * 8 + 1), ...doubles(value)];
const fixed = (field: number, value: number): number[] => [...varint(field * 8 + 1), ...integers(value)];

const dog = message(7, text(1, 'kind'), message(2, text(1, 'dog')));
const time = 5_000_000;
const record = (content: number[]): number[] => message(1, message(2, message(1, text(1, 'scope')), content));
const metric = (...parts: number[][]): number[] =>
  record(message(2, text(1, 'm'), text(2, 'about'), text(3, 's'), ...parts));
const attributes = [{ key: 'kind', value: { stringValue: 'dog' } }];
const about = { name: 'm', description: 'about', unit: 's' };
const metricDocument = (data: object) => ({
  resourceMetrics: [{ scopeMetrics: [{ scope: { name: 'scope' }, metrics: [{ ...about, ...data }] }] }],
});
const logDocument = (log: object) => ({
  resourceLogs: [{ scopeLogs: [{ scope: { name: 'scope' }, logRecords: [log] }] }],
});
const times = { timeUnixNano: String(time) };

describe('protobuf and JSON', () => {
  it.each<[string, Signal, number[], object]>([
    [
      'a histogram whose lists are packed',
      'metrics',
      metric(
        message(
          9,
          message(
            1,
            fixed(3, time),
            fixed(4, 3),
            double(5, 1.5),
            message(6, integers(1, 2)),
            message(7, doubles(0.5)),
            message(9, text(1, 'kind'), message(2, text(1, 'dog'))),
          ),
          number(2, 2),
        ),
      ),
      metricDocument({
        histogram: {
          aggregationTemporality: 2,
          dataPoints: [{ ...times, count: '3', sum: 1.5, bucketCounts: ['1', 2], explicitBounds: [0.5], attributes }],
        },
      }),
    ],
    [
      'a histogram whose lists are not',
      'metrics',
      metric(message(9, message(1, fixed(3, time), fixed(6, 1), fixed(6, 2), double(7, 0.5)), number(2, 1))),
      metricDocument({
        histogram: {
          aggregationTemporality: 1,
          dataPoints: [{ ...times, bucketCounts: [1, 2], explicitBounds: ['0.5'] }],
        },
      }),
    ],
    [
      'an exponential histogram',
      'metrics',
      metric(
        message(
          10,
          message(
            1,
            message(1, text(1, 'kind'), message(2, text(1, 'dog'))),
            fixed(3, time),
            fixed(4, 9),
            double(5, 8),
            number(6, 2),
            fixed(7, 4),
            message(8, number(1, 3), message(2, [1, 2])),
            message(9, number(2, 2)),
          ),
          number(2, 2),
        ),
      ),
      metricDocument({
        exponentialHistogram: {
          aggregationTemporality: 2,
          dataPoints: [
            {
              ...times,
              count: 9,
              sum: 8,
              scale: 1,
              zeroCount: '4',
              positive: { offset: -2, bucketCounts: [1, 2] },
              negative: { bucketCounts: ['2'] },
              attributes,
            },
          ],
        },
      }),
    ],
    [
      'a summary',
      'metrics',
      metric(
        message(
          11,
          message(1, fixed(3, time), fixed(4, 2), double(5, 3), message(6, double(1, 0.5), double(2, 1.5)), dog),
        ),
      ),
      metricDocument({
        summary: {
          dataPoints: [{ ...times, count: 2, sum: 3, quantileValues: [{ quantile: 0.5, value: 1.5 }], attributes }],
        },
      }),
    ],
    [
      'a sum, a gauge and what it was before',
      'metrics',
      metric(
        message(7, message(1, fixed(3, time), fixed(6, 7), dog), number(2, 2), number(3, 1)),
        message(12, text(1, 'prometheus.type'), message(2, text(1, 'counter'))),
      ),
      metricDocument({
        sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [{ ...times, asInt: '7', attributes }] },
        metadata: [{ key: 'prometheus.type', value: { stringValue: 'counter' } }],
      }),
    ],
    [
      'a gauge without a number',
      'metrics',
      metric(message(5, message(1, fixed(3, time)))),
      metricDocument({ gauge: { dataPoints: [times] } }),
    ],
    ['a kind that came later', 'metrics', metric(message(99, [])), metricDocument({ heatmap: {} })],
    [
      'a record that says when it was seen, and its event',
      'logs',
      record(
        message(
          2,
          fixed(11, time),
          number(2, 9),
          text(3, 'Info'),
          message(5, message(6, message(1, text(1, 'a'), message(2, number(2, 1))))),
          text(12, 'pets.seen'),
        ),
      ),
      logDocument({
        observedTimeUnixNano: time,
        severityNumber: 9,
        severityText: 'Info',
        body: { kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }] } },
        eventName: 'pets.seen',
      }),
    ],
    [
      'octets and what is not finite',
      'logs',
      record(
        message(
          2,
          message(
            5,
            message(
              5,
              message(1, message(7, [1, 2, 255])),
              message(1, double(4, Number.NEGATIVE_INFINITY)),
              message(1, []),
            ),
          ),
        ),
      ),
      logDocument({ body: { arrayValue: { values: [{ bytesValue: 'AQL/' }, { doubleValue: '-Infinity' }, {}] } } }),
    ],
  ])('say the same of %s', (_name, signal, octets, document) => {
    const decoded = decodeRequest(signal, 'protobuf', Buffer.from(octets));
    expect(decoded).toEqual(decodeRequest(signal, 'json', Buffer.from(JSON.stringify(document))));
    expect(decoded[0]?.records).toHaveLength(1);
  });
});

describe('an intake that cannot take more', () => {
  it('says when to come again', async () => {
    const intake = await serveIntake({ ingest: () => ({ accepted: 0, rejected: 0 }) }, { maximumBytesAtOnce: 10 });
    const answer = await fetch(`${intake.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"resourceSpans": []}',
    });
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
      503,
      '1',
      { code: 14, message: 'Too much at once' },
    ]);
    await intake.close();
  });

  it('says that it failed, and nothing else', async () => {
    const fail = (): never => {
      throw new TypeError('secret');
    };
    const intake = await serveIntake({ ingest: fail });
    const answer = await fetch(`${intake.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect([answer.status, await answer.json()]).toEqual([500, { code: 13, message: 'The dashboard failed' }]);
    await intake.close();
  });

  it('outlives a sender that goes away', async () => {
    const intake = await serveIntake({ ingest: () => ({ accepted: 0, rejected: 0 }) });
    const headers = { 'content-type': 'application/json', 'content-length': '100' };
    await new Promise((resolve) => {
      const sent = request(`${intake.url}/v1/traces`, { method: 'POST', headers });
      sent.on('error', resolve);
      sent.write('{', () => setTimeout(() => sent.destroy(new TypeError('gone')), 20));
    });
    expect(
      (
        await fetch(`${intake.url}/v1/traces`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
    ).toBe(200);
    await intake.close();
  });
});
