import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ContractRun, ContractToRun } from './contract-run.ts';
import type { DiffRun } from './diff/diff-run.ts';
import { measureDiff } from './diff/measure-diff.ts';
import { printDiff } from './diff/print-diff.ts';
import { fetchGithub } from './find/fetch-github.ts';
import { findContracts } from './find/find-contracts.ts';
import { formatFailures, formatTable } from './report.ts';
import { runApart } from './run/run-apart.ts';
import { judgeScale } from './scale/judge-scale.ts';
import { measureScale } from './scale/measure-scale.ts';
import { printScale } from './scale/print-scale.ts';

const usage = `npm run corpus [-- <folder or file…>] [--json] [--only <name>] [--keep] [--patience <seconds>]

For each contract: read, lint, generate a service, check its types, build it, start it with plain Node, call every
operation with valid requests, and judge the answers with a validator that shares nothing with ours. Without paths: those
of ../shared/specs where that is present, those of this repository, and GitHub's from the npm package @octokit/openapi.

  --only <name>   contracts whose path or name contains it; may be given more than once
  --keep          leaves the generated services in tmp/corpus
  --patience      seconds that one contract may take, 600 unless said otherwise
  --scale         instead: what a document (GitHub's unless one is named, as JSON) costs at a quarter, half, all and twice
                  its size; fails when that is too much, or grows faster than the document
  --diff          instead: compares each contract with itself and with copies of which each has one change of known
                  verdict, both ways, as \`brrt diff\` does; fails when a verdict is another one or lacks its witness
  --places        with --diff: of each kind of change so many per contract, 2 unless said otherwise
  --json          prints { contracts: [...], ran, total } only

Columns from read to total are seconds of CPU and of the clock; memory is the peak of generator, compiler and service.
The last line is \`N of M contracts run\`; the exit code is 0 when all do.`;

const workspaceRoot = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    scale: { type: 'boolean', default: false },
    diff: { type: 'boolean', default: false },
    places: { type: 'string', default: '2' },
    patience: { type: 'string', default: '600' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else process.exitCode = await (values.scale ? scale() : values.diff ? diff() : main());

async function main(): Promise<number> {
  const contracts = (await listContracts()).filter(isWanted);
  const runs: ContractRun[] = [];
  for (const [index, contract] of contracts.entries()) {
    const place = `[${index + 1}/${contracts.length}] ${contract.shown}`;
    progress(place);
    const run = await runApart(contract, {
      workspaceRoot,
      keeps: values.keep,
      patienceSeconds: Number(values.patience),
      onStep: () => undefined,
    });
    if (!values.json) for (const line of formatFailures(run)) console.log(line);
    runs.push(run);
  }
  const ran = runs.filter(({ failures }) => failures.length === 0).length;
  if (values.json) console.log(JSON.stringify({ contracts: runs, ran, total: runs.length }));
  else for (const line of ['', ...formatTable(runs), '', `${ran} of ${runs.length} contracts run`]) console.log(line);
  return ran === runs.length ? 0 : 1;
}

async function scale(): Promise<number> {
  const [named] = positionals;
  const github = named === undefined ? await fetchGithub(workspaceRoot) : { file: resolve(named) };
  if ('skipped' in github) {
    console.error(github.skipped);
    return 0;
  }
  const onSize = (size: number): void => progress(`${github.file} × ${size}`);
  const runs = await measureScale(github.file, { workspaceRoot, onSize });
  const problems = judgeScale(runs);
  if (values.json) console.log(JSON.stringify({ sizes: runs, problems }));
  else printScale(runs);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

async function diff(): Promise<number> {
  const runs: DiffRun[] = [];
  for (const contract of (await listContracts()).filter(isWanted)) {
    progress(contract.shown);
    const run = await measureDiff(contract, Number(values.places));
    if (run === undefined) progress(`${contract.shown} cannot be read`);
    else runs.push(run);
  }
  if (values.json) console.log(JSON.stringify(runs));
  else printDiff(runs);
  return runs.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}

async function listContracts(): Promise<readonly ContractToRun[]> {
  if (positionals.length > 0) return findContracts(positionals, workspaceRoot);
  const folders = ['../shared/specs', 'apps', 'libs/service-model/testdata/valid'].map((path) =>
    resolve(workspaceRoot, path),
  );
  const github = await fetchGithub(workspaceRoot);
  if ('skipped' in github) progress(github.skipped);
  const paths = [...folders.filter((folder) => existsSync(folder)), ...('file' in github ? [github.file] : [])];
  return findContracts(paths, workspaceRoot);
}

function isWanted({ name, shown }: ContractToRun): boolean {
  return values.only.length === 0 || values.only.some((wanted) => name.includes(wanted) || shown.includes(wanted));
}

function progress(text: string): void {
  if (!values.json) console.error(text);
}
