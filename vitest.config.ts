import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 180_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{libs,apps,tools}/*/{src,test}/**/*.test.ts',
            'libs/dashboard/ui/**/*.test.ts',
            'corpus/**/*.test.ts',
            'e2e/{clients,conformance,console,identity}/*.test.ts',
            'e2e/faults/page.test.ts',
          ],
          // Some run the compiler, of which there may be as many at once as there are cores.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Vitest leaves one core to itself, which on two is half of the time.
          maxWorkers: availableParallelism(),
        },
      },
      // Real processes on real ports, one file after the other: they would only slow each other down.
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts', 'bench/*.test.ts'],
          exclude: [
            'e2e/{clients,conformance,console,identity,prometheus,published,replicas}/**',
            'e2e/faults/page.test.ts',
          ],
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
