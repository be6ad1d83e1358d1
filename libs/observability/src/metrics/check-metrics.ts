import type { CheckOutcome } from '@brrt/router-core/ports';
import type { Metric, Sample } from './metric.ts';

/** What the checks of `/ready` said when they were last run; a check that never ran has no series. */
export class CheckMetrics implements Metric {
  readonly name = 'brrt_readiness_check_up';
  readonly help = 'Whether a readiness check held when it was last run';
  readonly type = 'gauge';
  readonly across = 'min';
  readonly #samples = new Map<string, Sample>();

  note({ name, degrades, failure }: CheckOutcome): void {
    const labels = { check: name, required: String(!degrades) };
    this.#samples.set(name, { labels, value: failure === undefined ? 1 : 0 });
  }

  samples(): readonly Sample[] {
    return [...this.#samples.values()];
  }
}
