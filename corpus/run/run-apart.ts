import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ContractRun, ContractToRun, StepName, WorkerMessage } from '../contract-run.ts';

export interface RunApartOptions {
  readonly workspaceRoot: string;
  readonly keeps: boolean;
  /** After that the contract has failed. */
  readonly patienceSeconds: number;
  readonly onStep: (step: StepName) => void;
}

/** Runs a contract in a process of its own: its peak of memory is its own, and what hangs is ended. */
export async function runApart(contract: ContractToRun, options: RunApartOptions): Promise<ContractRun> {
  const { workspaceRoot, keeps, patienceSeconds, onStep } = options;
  const child = fork(join(import.meta.dirname, 'worker.ts'), { cwd: workspaceRoot, detached: true });
  let step: StepName = 'read';
  let run: ContractRun | undefined;
  child.on('message', (message) => {
    const told = message as WorkerMessage; // the worker sends nothing else
    if ('run' in told) run = told.run;
    else {
      step = told.step;
      onStep(step);
    }
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child.pid);
  }, patienceSeconds * 1000);
  child.send({ contract, workspaceRoot, keeps });
  const [code, signal]: readonly unknown[] = await once(child, 'exit');
  clearTimeout(timer);
  if (run !== undefined) return run;
  const reason = isLate ? `took longer than ${patienceSeconds} s` : `the process ended with ${code ?? signal}`;
  return { ...unknownRun(contract), failures: [{ step, reason }] };
}

function unknownRun(contract: ContractToRun): ContractRun {
  return {
    contract,
    version: undefined,
    operations: 0,
    leftOut: 0,
    calls: 0,
    diagnostics: { errors: 0, warnings: 0, notes: 0 },
    costs: {},
    peakMebibytes: {},
    failures: [],
    skipped: [],
  };
}

/** The worker and what it has started. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}
