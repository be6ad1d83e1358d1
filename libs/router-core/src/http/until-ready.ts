import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from '@brrt/service-model';
import { failureReason } from './failure-reason.ts';
import type { Readiness } from './readiness.ts';

const patienceMs = 30_000;
const pauseMs = 200;

/**
 * Resolves when every check holds that nothing works without.
 * @throws NotReadyError after 30 seconds
 */
export async function untilReady(readiness: Readiness): Promise<void> {
  for (const end = performance.now() + patienceMs; ; await wait(pauseMs)) {
    const outcomes = await readiness.run();
    const failing = outcomes.filter(({ degrades, failure }) => !degrades && failure !== undefined);
    if (failing.length === 0) return;
    const reasons = failing.map(({ name, failure }) => `${name} (${failureReason(failure?.reason)})`);
    if (performance.now() > end) throw new NotReadyError(reasons);
  }
}

class NotReadyError extends StartError {
  override readonly name = 'NotReadyError';
  readonly code = 'ERR_NOT_READY';
  constructor(reasons: readonly string[]) {
    super(`Not ready within ${patienceMs / 1_000} s: ${reasons.join('; ')}`);
  }
}
