import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { chooseLogFormat, formatLogLine } from './format-log-line.ts';

const head = { level: 30, time: 1_795_654_489_808, pid: 1, hostname: 'h', name: 'petstore' };
const shown = (fields: object): string =>
  stripVTControlCharacters(formatLogLine(JSON.stringify({ ...head, ...fields })));

describe('a line of the log, for people', () => {
  it.each([
    [
      'a request',
      {
        requestId: 'r',
        traceId: 'f65e',
        spanId: 's',
        operation: 'list_pets',
        method: 'GET',
        route: '/pets',
        status: 200,
        durationMs: 2.224,
        msg: 'request completed',
      },
      'INFO  GET /pets 200 2.224 ms list_pets traceId=f65e',
    ],
    [
      'a request of nothing that is known',
      {
        level: 40,
        method: 'GET',
        route: '__unmatched__',
        status: 404,
        durationMs: 1,
        code: 'ERR',
        msg: 'request completed',
      },
      'WARN  GET __unmatched__ 404 1 ms code="ERR"',
    ],
    ['what a handler says', { pet: { id: 1 }, msg: 'somebody asks' }, 'INFO  somebody asks pet={"id":1}'],
    [
      'an error with its cause',
      { level: 50, err: { type: 'E', stack: 'E: a\n    at b', cause: { stack: 'C: d' } }, msg: 'failed' },
      'ERROR failed\n    E: a\n    at b\n    C: d',
    ],
  ])('%s', (_name, fields, wanted) => {
    expect(shown(fields)).toMatch(/^\d\d:\d\d:\d\d\.808 /);
    expect(shown(fields).slice(13)).toBe(wanted.replace('code="ERR"', 'code=ERR'));
  });

  it.each(['Server listens', '{"broken', '{"level":"loud"}', '', '[1]'])(
    'is as it was where it is no line of a log: %s',
    (line) => {
      expect(formatLogLine(line)).toBe(line);
    },
  );

  it('does not let what is logged steer the terminal', () => {
    const line = formatLogLine(JSON.stringify({ ...head, msg: 'a\u001b[2Jb\u0007', key: '\u001b]0;title\u0007' }));
    expect(stripVTControlCharacters(line)).not.toMatch(/\p{Cc}/u);
    expect(line).not.toContain('\u001b[2J');
  });
});

it.each([
  [{}, true, 'pretty'],
  [{}, false, 'json'],
  [{ LOG_FORMAT: 'json' }, true, 'json'],
  [{ LOG_FORMAT: 'pretty' }, false, 'pretty'],
  [{ LOG_FORMAT: 'loud' }, false, 'json'],
] as const)('with %j and a terminal: %s, lines are %s', (env, isTerminal, format) => {
  expect(chooseLogFormat(env, isTerminal)).toBe(format);
});
