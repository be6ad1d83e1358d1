import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const unit = [
  '{libs,apps,tools}/*/{src,test}/**/*.test.ts',
  'libs/dashboard/ui/**/*.test.ts',
  'corpus/**/*.test.ts',
  'e2e/{clients,conformance,console,identity}/*.test.ts',
  'e2e/faults/page.test.ts',
];
/** Measure memory, replace modules of Node, or set what a process has once: switches of V8, providers of OpenTelemetry, its part as a worker. */
const alone = [
  'e2e/clients/fetch-streams.test.ts',
  'libs/dashboard/test/store-soak.test.ts',
  'libs/observability/{src/tracing,test}/*.test.ts',
  'libs/router-core/src/http/crew-readiness.test.ts',
  'libs/router-core/src/keep-young.test.ts',
  'libs/router-core/src/workers/*.test.ts',
  'libs/router-core/test/{multipart,uploads}.test.ts',
];

// Some run the compiler, of which there may be as many at once as there are cores; Vitest leaves one to itself, half of two.
const quick = { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: availableParallelism() };
const slow = { testTimeout: 180_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      // Files share what they import, which takes more time than the tests.
      { test: { name: 'unit', include: unit, exclude: alone, isolate: false, ...quick } },
      { test: { name: 'unit-alone', include: alone, ...quick } },
      // Real processes on real ports, one file after the other: they would only slow each other down.
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts', 'bench/*.test.ts'],
          exclude: [...unit, 'e2e/{prometheus,published,replicas}/**'],
          ...slow,
          fileParallelism: false,
        },
      },
      // Needs programs that npm does not have: `npm run check:prometheus`.
      {
        test: { name: 'prometheus', include: ['e2e/prometheus/*.test.ts'], ...slow, fileParallelism: false },
      },
      // Needs namespaces of Linux and nginx: `npm run test:replicas`.
      {
        test: { name: 'replicas', include: ['e2e/replicas/*.test.ts'], ...slow, fileParallelism: false },
      },
      // Minutes, and packages of a network: `npm run test:packages`.
      {
        test: { name: 'published', include: ['e2e/published/*.test.ts'], ...slow, fileParallelism: false },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['libs/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testdata/**'],
      reportOnFailure: true,
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
