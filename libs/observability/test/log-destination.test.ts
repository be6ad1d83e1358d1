import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { standardOutput } from '../src/log/log-destination.ts';

const script = new URL('./write-much.ts', import.meta.url).pathname;

describe('standard output', () => {
  it('has every line when somebody reads', async () => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let lines = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      lines += text.split('\n').length - 1;
    });
    const [code] = await once(child, 'close');
    expect([code, lines]).toEqual([0, 5_000]);
  });

  it('does not keep a process whose output nobody reads', async () => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.pause();
    expect(await once(child, 'exit')).toEqual([0, null]);
    child.stdout.destroy();
  });

  it('that has gone takes nothing with it', async () => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('is flushed in this process too', async () => {
    const output = standardOutput();
    await expect(output.flush?.()).resolves.toBeUndefined();
  });
});
