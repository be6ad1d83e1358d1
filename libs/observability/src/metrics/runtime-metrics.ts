import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Metric } from './metric.ts';

/** What prom-client does not have of Node: how busy the event loop is, whoever scrapes how often, and what the heap may grow to. */
export const runtimeMetrics: readonly Metric[] = [
  {
    name: 'nodejs_eventloop_active_seconds_total',
    help: 'Time in which the event loop had something to do',
    type: 'counter',
    samples: () => [{ labels: {}, value: performance.eventLoopUtilization().active / 1_000 }],
  },
  {
    name: 'nodejs_heap_size_limit_bytes',
    help: 'Size that the heap may grow to',
    type: 'gauge',
    samples: () => [{ labels: {}, value: getHeapStatistics().heap_size_limit }],
  },
];
