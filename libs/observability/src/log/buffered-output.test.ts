import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BufferedOutput } from './buffered-output.ts';

/** As much as the memory that Node shares among buffers: one must not be taken for the other. */
const bufferedOctets = Buffer.from('x').buffer.byteLength;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brrt-output-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function open(descriptor: number, more: { readonly neverBlocks?: boolean; readonly maximumOctets?: number } = {}) {
  return new BufferedOutput({
    descriptor,
    neverBlocks: false,
    bufferedOctets,
    maximumOctets: 16_777_216,
    flushMilliseconds: 10,
    describeDropped: (count) => `${count} dropped\n`,
    ...more,
  });
}

function numbered(count: number, length: number, letter = 'ä'): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${index} ${letter.repeat(length)}\n`);
}

describe.each([
  ['a thread', false],
  ['no thread', true],
])('lines written with %s', (_name, neverBlocks) => {
  const openFile = () => {
    const file = join(folder, 'out');
    const descriptor = openSync(file, 'w');
    return { output: open(descriptor, { neverBlocks }), descriptor, text: () => readFileSync(file, 'utf8') };
  };

  it.each([
    ['short ones, many', numbered(3_000, 100)],
    // Some in memory that Node shares with others, some beyond that.
    ['long ones', ['a\n', ...numbered(20, 22_000, 'x'), ...numbered(50, 100), ...numbered(3, 70_000), 'z\n']],
  ])('arrive whole and in order: %s', async (_length, lines) => {
    const { output, descriptor, text } = openFile();
    const others: Buffer[] = [];
    for (const line of lines) {
      output.write(line);
      others.push(Buffer.from('o'.repeat(500)));
    }
    await output.flush();
    expect(text() === lines.join('')).toBe(true);
    expect(others.every((other) => other.toString() === 'o'.repeat(500))).toBe(true);
    expect(output.dropped).toBe(0);
    closeSync(descriptor);
  });

  it('do not wait for more of them for long', async () => {
    const { output, descriptor, text } = openFile();
    output.write('alone\n');
    await expect.poll(text).toBe('alone\n');
    closeSync(descriptor);
  });

  it('are lost where nobody can take them, and nothing else is', async () => {
    const { output, descriptor } = openFile();
    closeSync(descriptor);
    output.write('first\n');
    await output.flush();
    output.write('second\n');
    expect(output.dropped).toBe(1);
    await expect(output.flush()).resolves.toBeUndefined();
  });
});

describe.skipIf(process.platform !== 'linux')('a pipe that is full', () => {
  const openPipe = (maximumOctets?: number) => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    // Open at both ends, so that nobody waits for the other.
    const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const output = open(descriptor, { neverBlocks: true, ...(maximumOctets !== undefined && { maximumOctets }) });
    let text = '';
    const read = (): string => {
      const octets = Buffer.alloc(200_000);
      try {
        text += octets.toString('latin1', 0, readSync(descriptor, octets));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      }
      return text;
    };
    return { output, descriptor, read };
  };
  const lines = Array.from({ length: 4_000 }, (_, index) => `${index} ${'x'.repeat(100)}\n`);

  it('gets the rest when somebody reads', async () => {
    const { output, descriptor, read } = openPipe();
    for (const line of lines) output.write(line);
    await expect.poll(() => read().length, { interval: 5 }).toBe(lines.join('').length);
    expect(read() === lines.join('')).toBe(true);
    expect(output.dropped).toBe(0);
    closeSync(descriptor);
  });

  it('loses what is too much, and says how much when somebody reads', async () => {
    const { output, descriptor, read } = openPipe(100_000);
    for (const line of lines) output.write(line);
    const { dropped } = output;
    expect(dropped).toBeGreaterThan(1_000);
    await expect.poll(read, { interval: 5 }).toContain(`\n${dropped} dropped\n`);
    output.write('after\n');
    await expect.poll(read, { interval: 5 }).toContain('after\n');
    expect(output.dropped).toBe(dropped);
    closeSync(descriptor);
  });

  it('is given up at the end', async () => {
    const { output, descriptor } = openPipe();
    for (const line of lines) output.write(line);
    await output.flush();
    output.write('too late\n');
    expect(output.dropped).toBe(1);
    closeSync(descriptor);
  });
});
