import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccessLine, composeLine, type LineParts } from './access-line.ts';

const parts: LineParts = {
  begin: '{"level":30,"time":',
  identity: ',"pid":7,"hostname":"höst","name":"shop","requestId":',
  outcome: '","operation":"getPet","route":"/tiere/{größe}","status":200,"durationMs":',
  end: ',"msg":"request completed"}\n',
};

const line = new AccessLine(parts);

function exchangeWith(requestId: string) {
  const trace = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
  return {
    requestId,
    trace: { ...trace, parentSpanId: undefined, sampled: true, traceState: undefined, baggage: undefined },
  };
}

function writtenOf(requestId: string, durationMs: number): string {
  const octets = Buffer.alloc(1_000, 'x');
  const end = line.writeTo({ octets, position: 10 }, exchangeWith(requestId), durationMs);
  expect(end - 10).toBeLessThanOrEqual(line.most);
  expect(octets.toString('latin1', end, end + 1)).toBe('x');
  return octets.toString('utf8', 10, end);
}

const withoutTime = (text: string): string => text.replace(/"time":\d{13},/, '');

describe('the line of a request as octets', () => {
  it('is the one that is composed as a text, whatever its duration', () => {
    const durations = fc.oneof(
      fc.double({ min: 0, max: 999_999.9994, noNaN: true }),
      fc.integer({ min: 0, max: 999_999_999 }).map((microseconds) => microseconds / 1000),
      fc.constantFrom(0, 0.0004, 0.001, 0.01, 0.1, 0.12, 1, 9.999, 9.9999, 10, 100.05, 999_999.999),
    );
    fc.assert(
      fc.property(durations, fc.uuid(), (durationMs, requestId) => {
        const exchange = exchangeWith(requestId);
        const text = composeLine(parts, exchange, durationMs);
        expect(line.fits(exchange, durationMs)).toBe(true);
        expect(withoutTime(writtenOf(requestId, durationMs))).toBe(withoutTime(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('says when it was written', () => {
    const before = Date.now();
    const { time } = JSON.parse(writtenOf('3f6c2c1e-93b0-4d5b-9c47-0a5f6e7d8c9b', 1)) as { readonly time: number };
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it('has no room for an id of another length, or a request that took a quarter of an hour', () => {
    expect(line.fits(exchangeWith('request-1'), 1)).toBe(false);
    expect(line.fits(exchangeWith('a'.repeat(36)), 1_000_000)).toBe(false);
  });
});
