import { join } from 'node:path';
import { createWebhookSecret } from '@brrt/router-core/webhooks';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';

/** Of those who send it messages. */
export const senderSecret = createWebhookSecret();

export interface RunningNotices extends AsyncDisposable {
  readonly program: RunningProgram;
  readonly url: string;
}

/** Starts the service of the folder `notices` from source; resolves at once. */
export async function startNotices(env: Readonly<Record<string, string>>): Promise<RunningNotices> {
  const port = await findFreePort();
  const cwd = join(import.meta.dirname, 'notices');
  const program = startProgram(process.execPath, ['main.ts'], {
    cwd,
    env: { PORT: String(port), SENDER_SECRET: senderSecret, CHANNEL_NAME: 'notices', ...env },
  });
  return { program, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

/** The same with two workers; resolves when both serve. */
export async function serveNotices(env: Readonly<Record<string, string>> = {}): Promise<RunningNotices> {
  const notices = await startNotices({ WEB_CONCURRENCY: '2', ...env });
  await notices.program.printed(/2 workers serve/);
  return notices;
}
