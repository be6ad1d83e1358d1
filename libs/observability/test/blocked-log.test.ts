import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const script = new URL('./talkative-service.ts', import.meta.url).pathname;

const document = {
  openapi: '3.1.0',
  info: { title: 'Talkative', version: '1' },
  paths: { '/talk': { get: { operationId: 'talk', responses: { 204: { description: 'None' } } } } },
};

it.skipIf(process.platform !== 'linux')(
  'a log that nobody reads stops no request, and what it loses is counted and said',
  async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'brrt-log-'));
    const [contract, go, out] = ['openapi.json', 'go', 'out'].map((name) => join(folder.path, name)) as [
      string,
      string,
      string,
    ]; // three names
    await writeFile(contract, JSON.stringify(document));
    const reader = `while [ ! -e "${go}" ]; do sleep 0.05; done; exec cat > "${out}"`;
    const command = `"${process.execPath}" "${script}" "${folder.path}" | sh -c '${reader}'`;
    const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    try {
      const [said] = await once(child.stderr.setEncoding('utf8'), 'data');
      const url = String(said).trim();
      const dropped = async () => {
        const text = await (await fetch(`${url}/metrics`)).text();
        return Number(/^brrt_log_lines_dropped_total\{destination="output"\} (\d+)$/m.exec(text)?.[1]);
      };
      // 16 MiB are kept.
      for (let request = 0; request < 400; request++) expect((await fetch(`${url}/talk`)).status).toBe(204);
      const lost = await dropped();
      expect(lost).toBeGreaterThan(100);
      await writeFile(go, '');
      const lines = async (): Promise<readonly Record<string, unknown>[]> => {
        const text = await readFile(out, 'utf8').catch(() => '');
        return text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line));
      };
      await expect
        .poll(async () => (await lines()).find((line) => 'dropped' in line), { timeout: 15_000 })
        .toMatchObject({
          level: 40,
          name: 'talkative',
          dropped: lost,
          msg: 'Lines of the log were dropped: nobody read them in time',
        });
      expect((await fetch(`${url}/talk`)).status).toBe(204);
      expect(await dropped()).toBe(lost);
    } finally {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    }
  },
);
