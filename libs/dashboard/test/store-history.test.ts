import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelemetryStore, type TelemetryStoreOptions } from '../src/store/telemetry-store.ts';
import { attributes, givenLog, givenSpan, group, now, spanId, traceId } from './given-otlp.ts';

let folder = '';
let file = '';
let messages: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brrt-history-'));
  file = join(folder, 'state', 'telemetry.sqlite');
  messages = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (more: TelemetryStoreOptions = {}) =>
  createTelemetryStore({ now: () => now, file, report: (message) => messages.push(message), ...more });

function fill(store: ReturnType<typeof open>): void {
  const list = attributes({ 'brrt.operation': 'listPets', 'http.response.status_code': 500, list: [1, { a: null }] });
  store.ingest('traces', [
    group(
      'petstore',
      givenSpan({ attributes: list, status: 'error', statusMessage: 'no', traceState: 'a=b', dropped: 2 }),
      givenSpan({
        spanId: spanId(2),
        parentSpanId: spanId(1),
        kind: 'client',
        attributes: attributes({ 'db.system.name': 'sqlite' }),
      }),
    ),
    group(
      'bff',
      givenSpan({
        spanId: spanId(3),
        events: [{ name: 'e', at: now, attributes: list }],
        links: [{ traceId: traceId(2), spanId: spanId(2), attributes: list }],
      }),
    ),
  ]);
  store.ingest('logs', [
    group(
      'bff',
      givenLog({ traceId: traceId(1), spanId: spanId(3), attributes: list, severityNumber: 17 }),
      givenLog({ severityNumber: 21 }),
    ),
  ]);
}

const everything = (store: ReturnType<typeof open>) => ({
  traces: store.traces({}),
  trace: store.trace(traceId(1)),
  logs: store.logs({}),
  red: store.red({}),
  errors: store.errors({}),
  map: store.map({}),
  errorCounts: [...store.errorCounts()],
  attributes: store.attributeNames('traces'),
});

describe('history', () => {
  it('is there again after a restart, and goes on', () => {
    const first = open();
    fill(first);
    const before = everything(first);
    expect(first.state().file).toBe(file);
    first.close();
    const second = open();
    expect(everything(second)).toEqual(before);
    expect([...second.lastSeen().keys()].sort()).toEqual(['bff', 'petstore']);
    // A retried export of before the restart; then something new.
    fill(second);
    second.ingest('logs', [group('bff', givenLog())]);
    expect(second.logs({ limit: 1 })[0]?.sequence).toBe(5);
    expect(second.red({}).series.map(({ total }) => total.count)).toEqual(
      before.red.series.map(({ total }) => total.count),
    );
    second.close();
    expect(messages).toEqual([]);
  });

  it('is written soon, without being closed', async () => {
    const first = open();
    fill(first);
    await setTimeout(800);
    const copy = join(folder, 'copy.sqlite');
    for (const part of ['', '-wal']) copyFileSync(`${file}${part}`, `${copy}${part}`);
    const second = open({ file: copy });
    expect(second.logs({})).toEqual(first.logs({}));
    second.close();
    first.close();
  });

  it('goes on counting after the last sequence, also when no record is left', () => {
    const first = open();
    fill(first);
    first.clear('logs');
    first.close();
    const second = open();
    expect(second.logs({})).toEqual([]);
    second.ingest('logs', [group('a', givenLog())]);
    expect(second.logs({})[0]?.sequence).toBe(3);
    second.close();
  });

  it.each([
    [undefined, 0, 0, 0],
    ['traces', 0, 2, 0],
    ['logs', 3, 0, 4],
    ['metrics', 3, 2, 4],
  ] as const)('forgets what is cleared: %s', (signal, spans, logs, series) => {
    const first = open();
    fill(first);
    first.clear(signal);
    first.close();
    const second = open();
    expect([second.state().spans.count, second.state().logs.count, second.red({}).series.length]).toEqual([
      spans,
      logs,
      series,
    ]);
    second.close();
  });

  it('is written soon also where something else was cleared meanwhile', async () => {
    const first = open();
    fill(first);
    first.clear('logs');
    await setTimeout(800);
    const copy = join(folder, 'copy.sqlite');
    for (const part of ['', '-wal']) copyFileSync(`${file}${part}`, `${copy}${part}`);
    const second = open({ file: copy });
    expect(second.traces({})).toEqual(first.traces({}));
    second.close();
    first.close();
  });

  it('holds what memory holds, and no more', () => {
    const bounds = { traces: 100_000, logs: 50_000 };
    const first = open({ maximumBytes: bounds });
    for (let id = 1; id <= 3_000; id += 1) {
      first.ingest('traces', [group('a', givenSpan({ traceId: traceId(id), startedAt: now + id }))]);
      first.ingest('logs', [group('a', givenLog({ body: `no ${id}` }))]);
    }
    const [traces, logs] = [first.traces({ limit: 1_000 }), first.logs({ limit: 2_000 })];
    first.close();
    const database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare('SELECT count(*) AS count FROM spans').get()).toEqual({ count: traces.length });
    expect(database.prepare('SELECT count(*) AS count FROM logs').get()).toEqual({ count: logs.length });
    database.close();
    const second = open({ maximumBytes: bounds });
    expect(second.traces({ limit: 1_000 })).toEqual(traces);
    expect(second.logs({ limit: 2_000 })).toEqual(logs);
    expect(second.red({}).series[0]?.total.count).toBe(3_000);
    second.close();
  });

  it('stays within its file, the older half goes', async () => {
    const first = open({ maximumFileBytes: 1_000_000 });
    const long = attributes(
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`a${index}`, 'x'.repeat(500)])),
    );
    for (let id = 1; id <= 300; id += 1) {
      first.ingest('traces', [group('a', givenSpan({ traceId: traceId(id), attributes: long }))]);
      if (id % 50 === 0) await setTimeout(600);
    }
    first.close();
    expect(statSync(file).size).toBeLessThanOrEqual(1_000_000);
    expect(messages).toEqual([]);
    const second = open();
    expect(second.state().spans.count).toBeGreaterThan(10);
    expect(second.trace(traceId(1))).toBeUndefined();
    second.close();
  });

  it('is begun anew where the file is no database', () => {
    open().close();
    writeFileSync(file, 'no database at all, but long enough to be looked at '.repeat(100));
    const store = open();
    fill(store);
    expect(messages).toEqual([expect.stringContaining(`it is now ${file}.damaged, and a new one was begun`)]);
    expect(existsSync(`${file}.damaged`)).toBe(true);
    store.close();
    expect(open().state().spans.count).toBe(3);
  });

  it('is begun anew where a page is damaged', () => {
    const first = open();
    for (let id = 1; id <= 2_000; id += 1) first.ingest('traces', [group('a', givenSpan({ traceId: traceId(id) }))]);
    first.close();
    const octets = readFileSync(file);
    octets.fill(0xff, 4_096 * 8, octets.length);
    writeFileSync(file, octets);
    const second = open();
    expect(messages).toEqual([expect.stringContaining('damaged')]);
    fill(second);
    second.close();
    expect(open().trace(traceId(1))?.spans.length).toBeGreaterThan(0);
  });

  it.each([
    ['of a later version', 'PRAGMA user_version = 7', 'version-7'],
    ['of something else', 'CREATE TABLE pets (id INTEGER); PRAGMA user_version = 1', 'other'],
  ])('is begun anew where the file is %s', (_name, sql, suffix) => {
    open().close();
    rmSync(file);
    const database = new DatabaseSync(file);
    database.exec(`CREATE TABLE x (y INTEGER); ${sql}`);
    database.close();
    const store = open();
    expect(messages).toEqual([expect.stringContaining(`${file}.${suffix}`)]);
    expect(store.state().file).toBe(file);
    store.close();
    expect(readdirSync(join(folder, 'state')).sort()).toEqual(['telemetry.sqlite', `telemetry.sqlite.${suffix}`]);
  });

  it('is left to the process that has it; another one keeps its own in memory', async () => {
    const first = open();
    fill(first);
    const script = `
      import { createTelemetryStore } from ${JSON.stringify(join(import.meta.dirname, '../src/store/telemetry-store.ts'))};
      const messages = [];
      const store = createTelemetryStore({ file: ${JSON.stringify(file)}, report: (message) => messages.push(message) });
      process.stdout.write(JSON.stringify([messages, store.state().file ?? null]));
      store.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(JSON.parse(stdout)).toEqual([[expect.stringContaining('another process has it open')], null]);
    first.close();
    const third = open();
    expect(third.state().spans.count).toBe(3);
    third.close();
  });

  it('is kept in memory alone where there is no place for it', () => {
    writeFileSync(join(folder, 'state'), 'a file where the folder should be');
    const store = open();
    fill(store);
    expect([store.state().file, store.state().spans.count]).toEqual([undefined, 3]);
    expect(messages).toEqual([expect.stringContaining('History is kept in memory alone')]);
    store.close();
  });
});
