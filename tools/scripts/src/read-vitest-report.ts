import { readFileSync } from 'node:fs';

/** How many checks passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts the tests in a report of Vitest's JSON reporter. A file that could not be loaded counts as one failure, and so
 * does an exit code other than 0 without any: missed coverage, an unhandled error, a report that was never written.
 */
export function readVitestReport(file: string, exitCode: number): Tally {
  const counted = countTests(readReport(file));
  return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

function countTests({ numPassedTests, numFailedTests, testResults }: VitestReport): Tally {
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

function readReport(file: string): VitestReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, testResults: [] };
  }
}
