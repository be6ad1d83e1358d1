import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../support/free-port.ts';

export interface RunningPrometheus extends AsyncDisposable {
  /** The `data` of an answer of its HTTP API: `query?query=up`. */
  ask(path: string): Promise<unknown>;
}

export interface PrometheusOptions {
  /** Where each service listens, by job. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Absolute paths. */
  readonly ruleFiles: readonly string[];
}

/** The Prometheus of this machine, which asks every job each second and keeps exemplars. */
export async function startPrometheus({ jobs, ruleFiles }: PrometheusOptions): Promise<RunningPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-prometheus-'));
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ruleFiles,
    scrape_configs: Object.entries(jobs).map(([job, url]) => ({
      job_name: job,
      static_configs: [{ targets: [new URL(url).host] }],
    })),
  };
  const file = join(folder, 'prometheus.yml');
  await writeFile(file, JSON.stringify(config));
  const port = await findFreePort();
  const flags = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--enable-feature=exemplar-storage',
  ];
  const child = spawn('prometheus', flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const base = `http://127.0.0.1:${port}`;
  for (let attempt = 0; !(await isReady(base)); attempt++) {
    if (attempt === 100 || child.exitCode !== null) throw new Error(`Prometheus did not start:\n${errors}`);
    await wait(200);
  }
  return {
    async ask(path) {
      const answer: unknown = await (await fetch(`${base}/api/v1/${path}`)).json();
      return (answer as { readonly data: unknown }).data; // its API says so of every answer
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(base: string): Promise<boolean> {
  try {
    return (await fetch(`${base}/-/ready`)).ok;
  } catch {
    return false;
  }
}
