import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readVitestReport } from './read-vitest-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'brrt-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const failedFile = { status: 'failed', assertionResults: [] };

it.each([
  ['counts tests', { numPassedTests: 3, numFailedTests: 1, testResults: [] }, 1, { passed: 3, failed: 1 }],
  [
    'counts a file that did not load',
    { numPassedTests: 3, numFailedTests: 0, testResults: [failedFile] },
    1,
    { passed: 3, failed: 1 },
  ],
  ['counts missed coverage', { numPassedTests: 3, numFailedTests: 0, testResults: [] }, 1, { passed: 3, failed: 1 }],
  ['counts nothing failed', { numPassedTests: 3, numFailedTests: 0, testResults: [] }, 0, { passed: 3, failed: 0 }],
])('%s', (_name, report, exitCode, tally) => {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  expect(readVitestReport(file, exitCode)).toEqual(tally);
});

it('counts a report that was never written as a failure', () => {
  expect(readVitestReport(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1 });
});
