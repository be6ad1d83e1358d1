import { describe, expect, it } from 'vitest';
import type { LogRecord, Trace } from '../../src/api/telemetry.ts';
import { buildWaterfall } from './build-waterfall.ts';
import { describeTrace } from './describe-trace.ts';
import { givenTrace, givenSpan as span } from './given-trace.ts';

function told(trace: Trace): string {
  return describeTrace({ trace, waterfall: buildWaterfall(trace) });
}

const log: LogRecord = {
  sequence: 1,
  at: 3,
  service: 'petstore',
  resource: 'r',
  severity: 'error',
  body: '\u001b[31mbroken\u001b[0m',
  attributes: {},
};

describe('a trace as text', () => {
  it('tells the tree, what failed and why', () => {
    const text = told({
      ...givenTrace(
        span('GET /pets', undefined, {
          status: 'error',
          attributes: { 'http.response.status_code': 500, 'user_agent.original': 'curl' },
          events: [
            {
              name: 'brrt.violation',
              at: 0,
              attributes: { 'brrt.in': 'body', 'brrt.pointer': '/name', 'brrt.keyword': 'minLength' },
            },
            {
              name: 'exception',
              at: 0,
              attributes: {
                'exception.type': 'E',
                'exception.message': 'no',
                'exception.stacktrace': 'E: no\n    at f (a.ts:1)',
              },
            },
          ],
        }),
        span('handle', 'GET /pets'),
      ),
      logs: [log],
    });
    expect(text.split('\n').slice(3, 9)).toEqual([
      'Spans (start, duration, service, name):',
      '+0 ms 10 ms petstore GET /pets [FAILED]',
      '    http.response.status_code=500',
      '    breaks the contract: body /name minLength',
      '    E: no',
      '    at f (a.ts:1)',
    ]);
    expect(text).toContain('  +0 ms 10 ms petstore handle\n');
    expect(text).toMatch(/ERROR petstore broken\n/);
    expect(text).not.toContain('curl');
  });

  it.each([
    ['http://user:pw@host/a?api_key=abc&q=1', 'http://[redacted]@host/a?api_key=[redacted]&q=1'],
    [`http://host/${'a'.repeat(400)}`, `http://host/${'a'.repeat(188)}…`],
  ])('trims and redacts %s', (url, want) => {
    expect(told(givenTrace(span('a', undefined, { attributes: { 'url.full': url } })))).toContain(`url.full=${want}\n`);
  });

  it('stays short, and says what it left out', () => {
    const spans = Array.from({ length: 5000 }, (_none, at) =>
      span(`s${at}`, at === 0 ? undefined : 's0', { status: at === 4000 ? 'error' : 'unset' }),
    );
    const text = told({
      ...givenTrace(...spans),
      logs: Array.from({ length: 100 }, (_none, at) => ({ ...log, sequence: at })),
    });
    expect(text.length).toBeLessThan(20_000);
    expect(text).toContain('s4000 [FAILED]');
    expect(text).toContain('… 4850 more spans left out');
    expect(text).toContain('… 60 more log records left out');
  });
});
