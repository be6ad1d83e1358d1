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

  it.skipIf(process.platform !== 'linux')('that is a pipe nobody reads does not keep a process', async () => {
    // `spawn` itself would connect a socket; what `|` connects is a pipe.
    const command = `{ "${process.execPath}" "${script}"; echo "ended with $?" >&2; } | sleep 30`;
    const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    const [said] = await once(child.stderr.setEncoding('utf8'), 'data');
    process.kill(-(child.pid ?? 0));
    expect(said).toBe('ended with 0\n');
  });

  it('that has gone takes nothing with it', async () => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('is flushed in this process too', async () => {
    const output = standardOutput('test');
    await expect(output.flush?.()).resolves.toBeUndefined();
  });
});
