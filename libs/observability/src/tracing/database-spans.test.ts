import { channel } from 'node:diagnostics_channel';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { givenExchange } from '../../test/given.ts';
import { type CollectedSpan, startCollector } from '../../test/start-collector.ts';
import { summarize } from './database-spans.ts';
import { postgresQueryLog } from './postgres-query-log.ts';
import { startSdk } from './start-sdk.ts';

it.each([
  ["SELECT * FROM users WHERE name = 'O''Brien' AND age > 41.0", 'SELECT * FROM users WHERE name = ? AND age > ?'],
  ["insert into a2 values (x'00ff', -1, 1e9, NULL)", 'insert into a2 values (?, ?, ?, NULL)'],
  ['select "users"."col1" from users\n  where id = ?', 'select "users"."col1" from users where id = ?'],
  ["select 'never closed secret", 'select ?'],
  ['select $1, a[2]', 'select $1, a[?]'],
])('a statement is shown without values: %s', (sql, shown) => {
  expect(summarize(sql)).toBe(shown);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const ignore = (): void => undefined;
const log = {
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
  child: () => log,
};

/** The spans of what `work` asks while a handler runs, whose span is `ffffffffffffffff`. */
async function spansOf(work: () => void, { isRecorded = true } = {}) {
  await using collector = await startCollector();
  for (const [name, value] of Object.entries(collector.env)) vi.stubEnv(name, value);
  const options = { service: 'orders', version: '1', environment: undefined, sample: () => true, log };
  const sdk = startSdk(options);
  if (isRecorded) sdk.within(givenExchange(), 'f'.repeat(16), work);
  else work();
  await sdk.shutdown();
  return collector.spans;
}

function millisecondsOf({ startTimeUnixNano = '', endTimeUnixNano = '' }: Partial<CollectedSpan> = {}): number {
  return Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6;
}

describe('a query to PostgreSQL', () => {
  const query = { sql: "select * from users where name = 'canary'" };

  it('is a client span below the handler that asks it, and begins before it ends', async () => {
    const spans = await spansOf(() => postgresQueryLog({ level: 'query', query, queryDurationMillis: 20 }));
    const text = 'select * from users where name = ?';
    expect(spans).toMatchObject([
      {
        name: 'select',
        kind: 3,
        traceId: 'a'.repeat(32),
        parentSpanId: 'f'.repeat(16),
        attributes: { 'db.system.name': 'postgresql', 'db.query.text': text },
        status: { code: 0 },
      },
    ]);
    expect(millisecondsOf(spans[0])).toBeCloseTo(20, 3);
  });

  it('takes as long as it took, also where the clock is set meanwhile', async () => {
    let clock = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => {
      clock += 60_000;
      return clock;
    });
    const spans = await spansOf(() => postgresQueryLog({ level: 'query', query, queryDurationMillis: 20 }));
    expect(millisecondsOf(spans[0])).toBeCloseTo(20, 3);
  });

  it('is one of an error where it failed', async () => {
    const spans = await spansOf(() => postgresQueryLog({ level: 'error', query, queryDurationMillis: 1 }));
    expect(spans).toMatchObject([{ status: { code: 2 } }]);
  });

  it('has a name also where nothing of it can be shown', async () => {
    const spans = await spansOf(() => postgresQueryLog({ level: 'query', query: { sql: '' }, queryDurationMillis: 1 }));
    expect(spans).toMatchObject([{ name: 'query' }]);
  });

  it('is no span where no request that is recorded asks it', async () => {
    const ask = () => postgresQueryLog({ level: 'query', query, queryDurationMillis: 1 });
    expect(await spansOf(ask, { isRecorded: false })).toEqual([]);
  });
});

describe('the channel of node:sqlite', () => {
  it.each([
    ['a text', 'select 1'],
    ['nothing', null],
    ['a message without a statement', { duration: 1 }],
    ['a message without a duration', { sql: 'select 1' }],
    ['a duration that is no number', { sql: 'select 1', duration: '1' }],
  ])('may say what is no query: %s', async (_name, message) => {
    expect(await spansOf(() => channel('sqlite.db.query').publish(message))).toEqual([]);
  });
});

// Older releases of Node publish no queries.
describe.runIf(Number(process.versions.node.split('.', 1)[0]) >= 26)('a query of node:sqlite', () => {
  it('is a client span below the handler that asks it, without its values', async () => {
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const spans = await spansOf(() => {
      const database = new DatabaseSync(':memory:');
      database.exec('create table pets (name text)');
      database.prepare('insert into pets values (?)').run('canary');
      database.prepare('select name from pets where name = ?').all('canary');
      database.close();
    });
    const sqlite = { 'db.system.name': 'sqlite' };
    expect(spans).toMatchObject([
      { name: 'create', parentSpanId: 'f'.repeat(16), attributes: sqlite },
      { name: 'insert', attributes: { ...sqlite, 'db.query.text': 'insert into pets values (?)' } },
      { name: 'select', attributes: { ...sqlite, 'db.query.text': 'select name from pets where name = ?' } },
    ]);
  });

  it('leaves the methods of SQLite as they were when the service has ended', async () => {
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const before = DatabaseSync.prototype.exec;
    let during: unknown;
    await spansOf(() => {
      new DatabaseSync(':memory:').exec('select 1');
      during = DatabaseSync.prototype.exec;
    });
    expect(during).not.toBe(before);
    expect(DatabaseSync.prototype.exec).toBe(before);
  });
});
