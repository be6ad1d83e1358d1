import type { CheckOutcome } from '../ports/management.ts';
import { type CrewReport, type WorkerCheck, workerProcess } from '../ports/worker.ts';
import { failureReason } from './failure-reason.ts';
import type { Readiness } from './readiness.ts';

/** The checks of this process, or those of all workers: what fails in one of them fails. */
export function runWithOthers(readiness: Readiness): () => Promise<readonly CheckOutcome[]> {
  const worker = workerProcess();
  if (worker === undefined) return () => readiness.run();
  worker.answer('readiness', async () => (await readiness.run()).map(toPlain));
  return async () => {
    const [own, report] = await Promise.all([readiness.run(), worker.askAll('readiness')]);
    const others = report.answers.filter((answer) => answer.worker !== worker.number);
    return [...own.map((outcome) => worst(outcome, others)), checkCrew(report, worker.number)];
  };
}

function toPlain({ name, degrades, failure, milliseconds, checkedAt }: CheckOutcome): WorkerCheck {
  const reason = failure === undefined ? undefined : failureReason(failure.reason);
  return { name, degrades, failure: reason, milliseconds, checkedAt };
}

function worst(own: CheckOutcome, others: CrewReport<readonly WorkerCheck[]>['answers']): CheckOutcome {
  if (own.failure !== undefined) return own;
  for (const { worker, value } of others) {
    const found = value.find(({ name, failure }) => name === own.name && failure !== undefined);
    if (found?.failure === undefined) continue;
    const reason = new WorkerCheckError(`worker ${worker}: ${found.failure}`);
    return { ...own, milliseconds: found.milliseconds, checkedAt: found.checkedAt, failure: { reason } };
  }
  return own;
}

/** Fewer than there should be serve as well, though not as much. */
function checkCrew({ wanted, serving, silent }: CrewReport<unknown>, own: number): CheckOutcome {
  const missing = serving < wanted ? [`${serving} of ${wanted} serve`] : [];
  const late = silent.filter((number) => number !== own).map((number) => `worker ${number} does not answer`);
  const reasons = [...missing, ...late];
  const failure = reasons.length === 0 ? undefined : { reason: new WorkerCheckError(reasons.join('; ')) };
  return { name: 'workers', degrades: true, failure, milliseconds: 0, checkedAt: Date.now() };
}

/** Only ever read: what `/ready` says of other workers. */
class WorkerCheckError extends Error {
  override readonly name = 'WorkerCheckError';
  readonly code = 'ERR_WORKER_CHECK';
}
