import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, describeBroken, listLeftOut, type ReadOptions } from '@brrt/service-model';
import { changedClientNames, changedTypeNames, isAboutNames } from '../emit/changed-names.ts';
import type { EmittedFile } from '../emit/emitted-file.ts';
import type { RegistryMarker } from '../emit/read-registry.ts';
import { clientFiles } from '../emit/reconcile-clients.ts';
import { reconcileService, type ServiceChanges } from '../emit/reconcile-service.ts';
import { checkWrites } from '../verify/check-emitted.ts';
import type { App } from './app-folder.ts';
import { composeFolder } from './compose-folder.ts';
import { printableDiagnostic } from './printable-diagnostic.ts';
import { type AppClient, readAppClients } from './read-app-clients.ts';
import { readContract, remembersSkipBroken } from './read-contract.ts';

/** What became of one app's generated code. */
export interface GenerateResult {
  /** False when a contract is broken: nothing was written. */
  readonly succeeded: boolean;
  /** Relative to the workspace. */
  readonly written: readonly string[];
  /** Of the app's own contract and of those that it has clients of. */
  readonly findings: readonly Diagnostic[];
  /** Absolute: of all of these contracts, with those that are missing. */
  readonly files: readonly string[];
  /** For people: diagnostics, then what was written. */
  readonly report: readonly string[];
}

/** Makes an app follow its own contract and those of the services it calls. Writes only what differs. */
export async function generateApp(
  workspaceRoot: string,
  app: App,
  { skipBroken = remembersSkipBroken(app.folder) }: ReadOptions = {},
): Promise<GenerateResult> {
  const composed = await composeFolder(workspaceRoot, app);
  const { model, diagnostics, locate, ...tally } = await readContract(app, { skipBroken });
  const clients = await readAppClients(workspaceRoot, app);
  const files = filesOf([tally, ...clients]);
  const unreadable = clients.filter((client) => client.model === undefined);
  const found = [
    ...composed.diagnostics,
    ...diagnostics,
    ...(model === undefined ? [] : changedTypeNames({ model, locate })),
    ...clients.flatMap(changedIn),
    ...unreadable.flatMap((client) => client.diagnostics.filter(isError)),
  ];
  // A contract is read once for each that follows it.
  const findings = [
    ...new Map(found.map((finding) => [printableDiagnostic(finding, workspaceRoot), finding])).values(),
  ];
  const said = findings.filter(isWorthSaying).map((finding) => printableDiagnostic(finding, workspaceRoot));
  const report = [...said, ...(model === undefined ? describeBroken(tally) : listLeftOut(model))];
  if (model === undefined || unreadable.length > 0 || composed.diagnostics.some(isError))
    return { succeeded: false, written: [], files, findings, report };
  const read = (path: string): string | undefined => readIfPresent(join(app.folder, path));
  const changes = await reconcileService(model, { service: app.name, read, skipBroken });
  const writes = await checkWrites(
    [...changes.writes, ...clients.flatMap((client) => changedClient(client, read))],
    app.name,
  );
  for (const { path, text } of writes) writeText(join(app.folder, path), text);
  for (const path of changes.removes) rmSync(join(app.folder, path), { force: true });
  const written = [...composed.written, ...writes.map(({ path }) => `${app.root}/${path}`)];
  return {
    succeeded: true,
    written,
    files,
    findings,
    report: [...report, ...written.map((path) => `wrote ${path}`), ...describe(app, changes)],
  };
}

function filesOf(contracts: readonly Pick<AppClient, 'files' | 'missing'>[]): readonly string[] {
  return [...new Set(contracts.flatMap(({ files, missing }) => [...files, ...missing]))];
}

function changedClient(
  { scope, model }: AppClient,
  read: (path: string) => string | undefined,
): readonly EmittedFile[] {
  return model === undefined ? [] : clientFiles(model, scope).filter(({ path, text }) => read(path) !== text);
}

function changedIn({ model, locate, scope }: AppClient): readonly Diagnostic[] {
  return model === undefined ? [] : changedClientNames({ model, locate }, scope);
}

const answering: Readonly<Record<RegistryMarker, string>> = {
  fromContract: 'answers from the contract',
  passThrough: 'is passed on',
};

function describe(
  app: App,
  { added, marked, renamed, removed, orphans, unreadableRegistry }: ServiceChanges,
): readonly string[] {
  const registry = `${app.root}/src/handlers/index.ts`;
  return [
    ...added.map(({ name, marker }) => `${name} is new: it ${answering[marker]} until its handler is in ${registry}`),
    ...marked.map(({ name, marker }) => `${name} ${answering[marker]} now, until its handler is in ${registry}`),
    ...renamed.map(({ from, to }) => `${from} is now ${to}: its handler was renamed`),
    ...removed.map((name) => `${name} is gone from the contract, and its entry from ${registry}: it had no handler`),
    ...orphans.map(
      ({ name, file, isBroken }) =>
        `${name} ${isBroken ? 'cannot be read: mend the contract, or' : 'is gone from the contract:'} remove its entry${file === undefined ? '' : ` and ${app.root}/${file}`}`,
    ),
    ...(unreadableRegistry
      ? [`${registry} is not an object literal that can be followed: add and remove entries by hand`]
      : []),
  ];
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function isWorthSaying(finding: Diagnostic): boolean {
  return finding.severity !== 'note' || isAboutNames(finding);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
