import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogLevel } from '../config/index.ts';
import { createPrimaryLog, serviceName } from './primary-log.ts';

/** What stands in for standard output, which here belongs to whoever runs the tests. */
const output = vi.hoisted(() => ({ path: '', descriptor: -1, isPipe: false, opened: [] as unknown[] }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return {
    ...real,
    fstatSync: () => {
      if (output.descriptor < 0) throw new TypeError('EBADF');
      return { isFIFO: () => output.isPipe };
    },
    openSync: (...given: Parameters<typeof real.openSync>) => {
      if (given[0] !== '/proc/self/fd/1') return real.openSync(...given);
      output.opened.push(given[1]);
      return real.openSync(output.path, real.constants.O_WRONLY | real.constants.O_APPEND);
    },
    writeSync: (descriptor: number, text: string) =>
      real.writeSync(descriptor === 1 ? output.descriptor : descriptor, text),
  };
});

const folder = mkdtempSync(join(tmpdir(), 'brrt-primary-log-'));
output.path = join(folder, 'out');
const lines = () =>
  readFileSync(output.path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));

beforeEach(() => {
  writeFileSync(output.path, '');
  if (output.descriptor >= 0) closeSync(output.descriptor);
  output.descriptor = openSync(output.path, 'a');
  output.isPipe = false;
  output.opened = [];
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the log of the process that starts the workers', () => {
  it('has lines as the workers have them, under the name that is known by then', () => {
    const log = createPrimaryLog('folder', 'info');
    log.info('one');
    log.name = 'pets';
    log.error('two', { worker: 1 });
    const own = { time: expect.any(Number), pid: process.pid, hostname: hostname() };
    expect(lines()).toEqual([
      { ...own, level: 30, name: 'folder', msg: 'one' },
      { ...own, level: 50, name: 'pets', worker: 1, msg: 'two' },
    ]);
  });

  it.each<[LogLevel, string[]]>([
    ['trace', ['i', 'w', 'e']],
    ['info', ['i', 'w', 'e']],
    ['warn', ['w', 'e']],
    ['error', ['e']],
    ['fatal', []],
    ['silent', []],
  ])('at level %s has %j', (level, want) => {
    const log = createPrimaryLog('pets', level);
    log.info('i');
    log.warn('w');
    log.error('e');
    expect(lines()).toEqual(want.map((msg) => expect.objectContaining({ msg })));
  });

  it.runIf(process.platform === 'linux')('opens a pipe anew, to write to it without waiting', () => {
    output.isPipe = true;
    createPrimaryLog('pets', 'info').info('one');
    expect(output.opened).toHaveLength(1);
    expect(lines()).toHaveLength(1);
  });

  it('is lost, and nothing else, when it cannot be written', () => {
    closeSync(output.descriptor);
    output.descriptor = -1;
    const log = createPrimaryLog('pets', 'info');
    expect(() => log.info('one')).not.toThrow();
    expect(lines()).toEqual([]);
  });

  it.each([
    ['/srv/pets', 'pets'],
    ['/srv/pets/src', 'pets'],
  ])('names the service of %s %s', (directory, want) => expect(serviceName(directory)).toBe(want));
});
