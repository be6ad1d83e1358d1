import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';

/** An app under `brrt serve`, as `nx serve` runs it. */
export interface ServedApp extends AsyncDisposable {
  readonly url: string;
  readonly program: RunningProgram;
}

const patienceMilliseconds = 120_000;

export async function serveApp(root: string, app: string): Promise<ServedApp> {
  const port = await findFreePort();
  const program = startProgram(process.execPath, ['tools/generators/src/cli/main.ts', 'serve', app], {
    cwd: root,
    env: { PORT: String(port), LOG_LEVEL: 'error' },
  });
  return { url: `http://127.0.0.1:${port}`, program, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

/** Asks until the answer is as wanted; how long that took, in milliseconds. */
export async function untilAnswer(url: string, isWanted: (text: string) => boolean): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const text = await fetch(url).then(
      (response) => response.text(),
      () => '',
    );
    const milliseconds = performance.now() - startedAt;
    if (isWanted(text)) return milliseconds;
    if (milliseconds > patienceMilliseconds) throw new Error(`${url} never answered as wanted: ${text.slice(0, 200)}`);
    await wait(5);
  }
}
