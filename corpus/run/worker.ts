import type { ContractToRun, WorkerMessage } from '../contract-run.ts';
import { runContract } from './run-contract.ts';

/** What the parent sends first. */
export interface Assignment {
  readonly contract: ContractToRun;
  readonly workspaceRoot: string;
  readonly keeps: boolean;
}

process.once('message', async (message) => {
  const { contract, workspaceRoot, keeps } = message as Assignment; // `run-apart.ts` sends nothing else
  const run = await runContract(contract, { workspaceRoot, keeps, onStep: (step) => tell({ step }) });
  tell({ run });
  process.disconnect?.();
});

function tell(message: WorkerMessage): void {
  process.send?.(message);
}
