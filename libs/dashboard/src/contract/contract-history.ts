import type { ContractState, Reload } from '../api/services.ts';
import type { AppChange, WorkspaceApp } from '../services/workspace.ts';
import { compareOperations } from './compare-operations.ts';
import { unifiedDiff } from './unified-diff.ts';
import type { ReadContract, WorkspaceTools } from './workspace-tools.ts';

/** Contracts as they are served, and what was made of every change. */
export interface ContractHistory {
  /** A process of the app is ready: what is in the file is what it serves. */
  served(app: WorkspaceApp): Promise<ReadContract>;
  changed(app: WorkspaceApp, change: AppChange): Promise<void>;
  state(app: WorkspaceApp): Promise<ContractState>;
}

interface Entry {
  served: ReadContract | undefined;
  reloads: readonly Reload[];
  /** One after the other, in the order in which things happened. */
  queue: Promise<unknown>;
}

const maximumReloads = 100;

export function createContractHistory(tools: Pick<WorkspaceTools, 'readContract' | 'readHead'>): ContractHistory {
  const entries = new Map<string, Entry>();
  const entryOf = ({ name }: WorkspaceApp): Entry => {
    const entry = entries.get(name) ?? { served: undefined, reloads: [], queue: Promise.resolve() };
    entries.set(name, entry);
    return entry;
  };
  const inTurn = <Result>(app: WorkspaceApp, task: (entry: Entry) => Promise<Result>): Promise<Result> => {
    const entry = entryOf(app);
    const done = entry.queue.then(() => task(entry));
    entry.queue = done.catch(() => undefined);
    return done;
  };
  return {
    served: (app) =>
      inTurn(app, async (entry) => {
        const read = await tools.readContract(app);
        // A broken one is not what is served, whatever is.
        if (read.model !== undefined) entry.served = read;
        return read;
      }),
    changed: (app, change) =>
      inTurn(app, async (entry) => {
        const { reload, now } = await describeChange(change, entry.served, () => tools.readContract(app));
        entry.reloads = [reload, ...entry.reloads].slice(0, maximumReloads);
        if (change.outcome === 'accepted' && now?.model !== undefined) entry.served = now;
      }),
    state: (app) => inTurn(app, (entry) => stateOf(app, entry, tools)),
  };
}

async function describeChange(
  { at, kind, outcome, files, milliseconds, findings, reason }: AppChange,
  before: ReadContract | undefined,
  read: () => Promise<ReadContract>,
): Promise<{ readonly reload: Reload; readonly now: ReadContract | undefined }> {
  const now = kind === 'contract' ? await read() : undefined;
  const diff = now === undefined || before === undefined ? '' : unifiedDiff(before.text, now.text);
  const reload: Reload = {
    at,
    kind,
    outcome,
    files,
    ...(milliseconds !== undefined && { milliseconds }),
    findings,
    ...(reason !== undefined && { reason }),
    changes: changesBetween(before, now),
    ...(diff !== '' && { diff }),
  };
  return { reload, now };
}

async function stateOf(
  app: WorkspaceApp,
  { served, reloads }: Entry,
  tools: Pick<WorkspaceTools, 'readContract' | 'readHead'>,
): Promise<ContractState> {
  const now = await tools.readContract(app);
  const shown = served ?? now;
  const head = await tools.readHead(app);
  return {
    file: now.file,
    hash: shown.hash ?? '',
    text: shown.text,
    findings: now.findings,
    ...(head !== undefined && { diffToHead: unifiedDiff(head.text, now.text) }),
    changesToHead: changesBetween(head, now),
    reloads,
  };
}

function changesBetween(before: ReadContract | undefined, after: ReadContract | undefined): Reload['changes'] {
  if (before?.model === undefined || after?.model === undefined) return [];
  return compareOperations(before.model, after.model);
}
