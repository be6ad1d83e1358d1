import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkLockFile } from './check-lock-file.ts';
import { readVitestReport, type Tally } from './read-vitest-report.ts';
import { runCommand } from './run-command.ts';

/** Everything that has to hold before a change is merged, in the order in which a mistake is cheapest to find. */
interface Step {
  readonly title: string;
  run(): Promise<Tally>;
}

const root = resolve(import.meta.dirname, '../../..');
const reports = mkdtempSync(join(tmpdir(), 'brrt-test-'));
const freshNx = { NX_DAEMON: 'false' };

const steps: readonly Step[] = [
  // Nx ignores its own check under CI=true, and a daemon may still run older emitters.
  { title: 'generated code agrees with the contracts', run: () => check('nx', ['sync:check'], freshNx) },
  { title: 'lock file serves every platform', run: async () => verdict(printProblems(lockFileProblems())) },
  { title: 'format and lint', run: () => check('biome', ['ci', '--log-level=warn', '--diagnostic-level=warn']) },
  { title: 'contracts', run: () => lintContracts() },
  { title: 'layers', run: () => check('brrt', ['layers']) },
  { title: 'types', run: () => check('npm', ['run', '-s', 'typecheck']) },
  { title: 'unit and integration tests, coverage of libs', run: () => vitest('unit*', ['--coverage']) },
  { title: 'build', run: () => check('nx', ['run-many', '-t', 'build', '--output-style=static'], freshNx) },
  { title: 'end-to-end tests', run: () => vitest('e2e', []) },
];

process.chdir(root);
// Under CI=true some tools colour what goes to a file.
if (!process.stdout.isTTY) process.env.NO_COLOR = '1';
process.exitCode = await main();

async function main(): Promise<number> {
  const failedSteps: string[] = [];
  let total: Tally = { passed: 0, failed: 0 };
  for (const [index, { title, run }] of steps.entries()) {
    console.log(`\n[${index + 1}/${steps.length}] ${title}`);
    const startedAt = performance.now();
    const { passed, failed } = await run();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${failed === 0 ? 'ok' : 'FAILED'}: ${title} (${seconds} s)`);
    if (failed > 0) failedSteps.push(title);
    total = { passed: total.passed + passed, failed: total.failed + failed };
  }
  rmSync(reports, { recursive: true, force: true });
  if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join('; ')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

async function check(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Tally> {
  return verdict((await runCommand({ program, args, ...(env && { env }) })) === 0);
}

async function lintContracts(): Promise<Tally> {
  const contracts = readdirSync(join(root, 'apps')).map((app) => `apps/${app}/openapi.yaml`);
  const tallies: Tally[] = [];
  for (const contract of contracts.filter(existsSync)) tallies.push(await check('brrt', ['lint', contract]));
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** @param project may be a pattern: `unit*` */
async function vitest(project: string, options: readonly string[]): Promise<Tally> {
  const report = join(reports, `${project.replaceAll('*', '')}.json`);
  const reporters = ['--silent=passed-only', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const exitCode = await runCommand({
    program: 'vitest',
    args: ['run', '--project', project, ...reporters, ...options],
  });
  return readVitestReport(report, exitCode);
}

function lockFileProblems(): readonly string[] {
  return checkLockFile(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
}

function printProblems(problems: readonly string[]): boolean {
  for (const problem of problems) console.log(problem);
  return problems.length === 0;
}

function verdict(succeeded: boolean): Tally {
  return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
