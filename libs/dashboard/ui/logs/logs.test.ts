import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/api/telemetry.ts';
import { countRate, groupByRequest, plainRows } from './group-logs.ts';
import { matchesLog, toLogQuery } from './log-query.ts';
import { mergeLogs } from './use-logs.ts';

const log = (sequence: number, more: Partial<LogRecord> = {}): LogRecord => ({
  sequence,
  at: sequence * 10,
  service: 'petstore',
  resource: 'r',
  severity: 'info',
  body: 'Request completed',
  attributes: { 'http.route': '/pets', count: 3 },
  ...more,
});

describe('which records are shown', () => {
  it.each([
    ['', true],
    ['service=petstore', true],
    ['service=bff', false],
    ['severity=info', true],
    ['severity=warn', false],
    ['severity=odd', true],
    ['text=request', true],
    ['text=/PETS', true],
    ['text=other', false],
    ['attribute=http.route:/pets', true],
    ['attribute=http.route:/pet', false],
    ['attribute=count:3&attribute=http.route:*', true],
    ['attribute=missing:*', false],
    ['traceId=t1', true],
    ['traceId=t2', false],
    ['spanId=s1', true],
    ['spanId=s2', false],
  ])('%s: %s', (query, want) =>
    expect(matchesLog(log(1, { traceId: 't1', spanId: 's1' }), toLogQuery(new URLSearchParams(query)))).toBe(want),
  );
});

it('merges what comes live with what was asked for, newest first', () => {
  const earlier = [log(3), log(1)];
  expect(mergeLogs(earlier, [log(2), log(3), log(4)]).map(({ sequence }) => sequence)).toEqual([4, 3, 2, 1]);
  expect(mergeLogs(earlier, [log(1)])).toBe(earlier);
});

it('brings records of one request together, oldest first within', () => {
  const logs = [log(4, { traceId: 'b' }), log(3, { traceId: 'a' }), log(2), log(1, { traceId: 'b' })];
  expect(groupByRequest(logs).map((row) => [row.log.sequence, row.first, row.size])).toEqual([
    [1, true, 2],
    [4, false, 2],
    [3, true, 1],
    [2, true, 1],
  ]);
  expect(plainRows(logs).map((row) => row.log.sequence)).toEqual([4, 3, 2, 1]);
});

it('counts records over their time', () => {
  const rate = countRate([log(0), log(1), log(9, { severity: 'error' }), log(10)], 2);
  expect(rate).toEqual([
    { count: 2, errors: 0 },
    { count: 2, errors: 1 },
  ]);
  expect(countRate([log(5)], 3).map(({ count }) => count)).toEqual([0, 0, 1]);
  expect(countRate([], 2).map(({ count }) => count)).toEqual([0, 0]);
});
