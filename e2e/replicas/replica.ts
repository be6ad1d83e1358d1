import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Machine } from './network.ts';

export interface ReplicaOptions {
  readonly service: string;
  /** What `nx build` made. */
  readonly folder: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}

const patienceMilliseconds = 60_000;

/** One process of a service on a machine of its own, as a pod is. */
export class Replica {
  readonly service: string;
  readonly #machine: Machine;
  readonly #options: ReplicaOptions;
  #process: ChildProcess | undefined;
  #output = '';

  constructor(machine: Machine, options: ReplicaOptions) {
    this.service = options.service;
    this.#machine = machine;
    this.#options = options;
  }

  /** As a proxy names it. */
  get address(): string {
    return `${this.#machine.address}:${this.#options.port}`;
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    const { folder, env } = this.#options;
    const node = [process.execPath, '--disallow-code-generation-from-strings', 'main.mjs'];
    // `ip netns exec` becomes the program: a signal to it is one to Node.
    const child = spawn('ip', ['netns', 'exec', this.#machine.name, ...node], {
      cwd: folder,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (this.#output += text));
    const end = Date.now() + patienceMilliseconds;
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || Date.now() > end)
        throw new Error(`${this.service} at ${this.address} is not ready:\n${this.#output}`);
      await wait(100);
    }
  }

  /** As when its machine fails. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Drains; gives its exit code. */
  async terminate(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  async #isReady(): Promise<boolean> {
    try {
      const response = await fetch(`http://${this.address}/readyz`, { signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}
