import type { ContractToRun, WorkerMessage } from '../contract-run.ts';
import { runContract } from './run-contract.ts';

/** What the parent sends first. */
export interface Assignment {
  readonly contract: ContractToRun;
  readonly workspaceRoot: string;
  readonly keeps: boolean;
}

// Nobody waits for the answer any more.
process.once('disconnect', () => process.exit(1));

process.once('message', async (message) => {
  const { contract, workspaceRoot, keeps } = message as Assignment; // `run-apart.ts` sends nothing else
  const run = await runContract(contract, { workspaceRoot, keeps, onStep: (step) => tell({ step }) });
  process.send?.({ run } satisfies WorkerMessage, () => process.exit(0));
});

function tell(message: WorkerMessage): void {
  process.send?.(message);
}
