import type { ReadinessCheck } from '@brrt/router-core/ports';

/** Whether a scheme has what it verifies with; without it the operations of other schemes still work. */
export function schemeCheck(scheme: string, checks: readonly (() => Promise<void>)[]): ReadinessCheck | undefined {
  if (checks.length === 0) return undefined;
  return {
    name: `security:${scheme}`,
    degrades: true,
    async check() {
      await Promise.all(checks.map((check) => check()));
    },
  };
}
