import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Diagnostic,
  formatDiagnostic,
  judgeStrictly,
  overlaysBeside,
  readServiceModel,
  type ServiceModel,
} from '@brrt/service-model';
import { stop as stopEsbuild } from 'esbuild';
import { buildApp } from '../../tools/generators/src/build/build-app.ts';
import { lintExamples } from '../../tools/generators/src/lint/lint-examples.ts';
import type { ContractRun, ContractToRun, Cost, Failure, ProcessName, Skipped, StepName } from '../contract-run.ts';
import { callOperations, type ReadContract } from './call-operations.ts';
import { checkTypes } from './check-types.ts';
import { type GeneratedService, generateService } from './generate-service.ts';
import { measure, peakMebibytes } from './measure.ts';
import { type RunningService, startService } from './start-service.ts';

export interface RunOptions {
  readonly workspaceRoot: string;
  /** Leaves the generated workspace where it is. */
  readonly keeps: boolean;
  readonly onStep: (step: StepName) => void;
}

/** Takes one contract through all steps, up to the first that fails. Never throws for what is wrong with the contract. */
export async function runContract(contract: ContractToRun, options: RunOptions): Promise<ContractRun> {
  const record = new RunRecord(contract, options.onStep);
  const root = join(options.workspaceRoot, 'tmp', 'corpus', contract.name);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  try {
    await takeSteps(record, root, options.workspaceRoot);
  } catch (error) {
    record.fail(error);
  }
  if (!options.keeps) await rm(root, { recursive: true, force: true });
  return record.finish();
}

async function takeSteps(record: RunRecord, root: string, workspaceRoot: string): Promise<void> {
  const { file, name } = record.contract;
  const overlays = await overlaysBeside(file);
  const read = await record.step('read', () => readServiceModel(file, { overlays, skipBroken: true }));
  const { model, files, locate } = read;
  record.found(judgeStrictly(read.diagnostics), model);
  if (model === undefined) throw new TypeError(firstErrors(read.diagnostics));
  record.found(await record.step('lint', () => lintExamples(model)), model);
  const generated = await record.step('generate', () =>
    generateService({ name, model, files, overlays, root, workspaceRoot }),
  );
  const types = await record.step('types', () => checkTypes(generated, workspaceRoot));
  record.peaks.compiler = types.peakMebibytes;
  for (const error of types.errors.slice(0, 20)) record.fail(error);
  await record.step('build', async () => {
    await buildApp(root, generated.app);
    // Its process counts when it has ended and has been waited for.
    await stopEsbuild();
    await wait(50);
  });
  await serve(record, generated, { model, locate });
}

async function serve(record: RunRecord, generated: GeneratedService, contract: ReadContract): Promise<void> {
  let service: RunningService | undefined;
  await record.step('start', async () => {
    service = await startService(generated);
  });
  if (service === undefined) return;
  const running = service;
  try {
    const { cpuSeconds } = await running.usage();
    record.addCpu('start', cpuSeconds);
    const { count, failures, skipped } = await record.step('call', () => callOperations(contract, generated, running));
    record.calls = count;
    record.failures.push(...failures);
    record.skipped.push(...skipped);
    const used = await running.usage();
    record.addCpu('call', used.cpuSeconds - cpuSeconds);
    record.peaks.service = used.peakMebibytes;
  } finally {
    await running.stop();
  }
}

function firstErrors(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.slice(0, 5).map(formatDiagnostic).join('\n');
}

/** What is known of a run so far. */
class RunRecord {
  readonly contract: ContractToRun;
  readonly failures: Failure[] = [];
  readonly skipped: Skipped[] = [];
  readonly peaks: Partial<Record<ProcessName, number>> = {};
  calls = 0;
  readonly #costs: Partial<Record<StepName, Cost>> = {};
  readonly #diagnostics = { error: 0, warning: 0, note: 0 };
  readonly #onStep: (step: StepName) => void;
  #step: StepName = 'read';
  #model: ServiceModel | undefined;

  constructor(contract: ContractToRun, onStep: (step: StepName) => void) {
    this.contract = contract;
    this.#onStep = onStep;
  }

  async step<Result>(name: StepName, work: () => Result | Promise<Result>): Promise<Result> {
    this.#step = name;
    this.#onStep(name);
    const { result, cost } = await measure(work);
    this.#costs[name] = cost;
    return result;
  }

  found(diagnostics: readonly Diagnostic[], model: ServiceModel | undefined): void {
    for (const { severity } of diagnostics) this.#diagnostics[severity] += 1;
    this.#model = model;
  }

  fail(error: unknown): void {
    this.failures.push({ step: this.#step, reason: typeof error === 'string' ? error : describe(error) });
  }

  /** CPU of a process that has not ended yet. */
  addCpu(step: StepName, seconds: number): void {
    const { cpuSeconds, wallSeconds } = this.#costs[step] ?? { cpuSeconds: 0, wallSeconds: 0 };
    this.#costs[step] = { cpuSeconds: cpuSeconds + seconds, wallSeconds };
  }

  finish(): ContractRun {
    const { error, warning, note } = this.#diagnostics;
    return {
      contract: this.contract,
      version: this.#model?.openapi,
      operations: this.#model?.operations.length ?? 0,
      leftOut: this.#model?.brokenOperations.length ?? 0,
      calls: this.calls,
      diagnostics: { errors: error, warnings: warning, notes: note },
      costs: this.#costs,
      peakMebibytes: { ...this.peaks, generator: peakMebibytes() },
      failures: this.failures,
      skipped: this.skipped,
    };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` (${describe(error.cause)})`;
  return `${error.message}${cause}`;
}
