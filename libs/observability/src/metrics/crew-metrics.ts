import type { CrewReport } from '@brrt/router-core/ports';
import type { Metric } from './metric.ts';

/** The workers of a service as the process that started them sees them. */
export function crewMetrics({ wanted, serving, lost }: CrewReport<unknown>): readonly Metric[] {
  return [
    {
      name: 'brrt_workers',
      help: 'Processes that serve at the same port, and how many there should be',
      type: 'gauge',
      samples: () => [
        { labels: { state: 'serving' }, value: serving },
        { labels: { state: 'wanted' }, value: wanted },
      ],
    },
    {
      name: 'brrt_workers_lost_total',
      help: 'Workers that ended without being told to',
      type: 'counter',
      samples: () => [{ labels: {}, value: lost }],
    },
  ];
}
