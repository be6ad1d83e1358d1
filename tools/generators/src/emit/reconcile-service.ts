import { posix } from 'node:path';
import { conversionOf, type Operation, type ServiceModel } from '@brrt/service-model';
import { compositionFile } from '../compose/read-composition.ts';
import type { AddedEntry, MarkedEntry, RenamedEntry } from './edit-registry.ts';
import type { ContractChoices } from './emit-contract.ts';
import { emitGenerated } from './emit-generated.ts';
import { emitServiceGuide } from './emit-guide.ts';
import { emitPublicOperations, publicOperationsFile } from './emit-public-operations.ts';
import { emitRegistry } from './emit-registry.ts';
import { hasSenders, sendersFile } from './emit-senders.ts';
import { guideFile, updateGuide } from './emit-workspace-guide.ts';
import type { EmittedFile } from './emitted-file.ts';
import { handlerFileNames, handlersFolder, registryFile } from './handler-files.ts';
import { operationLabel } from './operation-label.ts';
import { markerOf, type RegistryEntry, readRegistry } from './read-registry.ts';
import { readSkipBroken } from './skip-broken.ts';
import { readTaken } from './taken-contract.ts';

/**
 * Where an app's files are read: paths relative to its folder, undefined for what is not there. Choices that are not
 * given stay as they were.
 */
export interface ReconcileOptions extends ContractChoices {
  readonly service: string;
  readonly read: (path: string) => string | undefined;
}

/** What remembers how the contract of an app is read. */
export const contractFile = 'src/generated/contract.gen.ts';

/** What has to change so that an app follows its contract. Nothing of a developer is ever deleted. */
export interface ServiceChanges {
  /** Only files whose text differs from what is there. */
  readonly writes: readonly EmittedFile[];
  /** Old places of files that a rename moved; their text is in `writes`. */
  readonly removes: readonly string[];
  /** Operations that have an entry without a handler now. */
  readonly added: readonly MarkedEntry[];
  /** Operations without a handler that somebody else answers now. */
  readonly marked: readonly MarkedEntry[];
  readonly renamed: readonly RenamedHandler[];
  /** Operations that the contract no longer has and that had no handler: their entries are gone too. */
  readonly removed: readonly string[];
  /** Entries of other operations that the contract no longer has: the compiler refuses them until somebody decides. */
  readonly orphans: readonly Orphan[];
  /** The registry of handlers is not written in the form that can be followed; its entries are left to its owner. */
  readonly unreadableRegistry: boolean;
}

export interface RenamedHandler extends RenamedEntry {
  readonly previousFile: string | undefined;
}

export interface Orphan {
  readonly name: string;
  /** Of its handler, relative to the app; undefined when it had none. */
  readonly file: string | undefined;
  /** The operation is there, but it cannot be read and was left out. */
  readonly isBroken: boolean;
}

/** Emits what the contract determines and lets the registry of handlers, and the guide of the service, follow it. */
export async function reconcileService(model: ServiceModel, options: ReconcileOptions): Promise<ServiceChanges> {
  const changes = await reconcileCode(model, options);
  const guide = guideAfter(model, options, changes.writes);
  return guide === undefined ? changes : { ...changes, writes: [...changes.writes, guide] };
}

/** The guide, where it says something else than what will be. */
export function guideAfter(
  model: ServiceModel,
  { service, read }: Pick<ReconcileOptions, 'service' | 'read'>,
  writes: readonly EmittedFile[],
): EmittedFile | undefined {
  const registry = writes.find(({ path }) => path === registryFile)?.text ?? read(registryFile) ?? '';
  const text = updateGuide(
    read(guideFile),
    emitServiceGuide(model, { service, registry, isComposed: read(compositionFile) !== undefined }),
  );
  return text === undefined ? undefined : { path: guideFile, text, owner: 'generator' };
}

async function reconcileCode(
  model: ServiceModel,
  { service, read, taken, skipBroken }: ReconcileOptions,
): Promise<ServiceChanges> {
  const differs = ({ path, text }: EmittedFile): boolean => read(path) !== text;
  const current = read(contractFile);
  const generated = emitGenerated(model, {
    service,
    taken: taken ?? readTaken(current),
    skipBroken: skipBroken ?? readSkipBroken(current),
  }).filter(differs);
  const missing = [missingPublicOperations(model, read)].filter((file) => file !== undefined);
  const written = [...generated, ...missing];
  const leftover = !hasSenders(model) && read(sendersFile) !== undefined ? [sendersFile] : [];
  const unchanged = {
    ...{ writes: written, removes: leftover, added: [], marked: [], renamed: [] },
    ...{ removed: [], orphans: [], unreadableRegistry: false },
  };
  const registry = read(registryFile);
  if (registry === undefined) {
    const created: EmittedFile = { path: registryFile, text: emitRegistry(model), owner: 'developer' };
    return { ...unchanged, writes: [...written, created], added: model.operations.map(toMarked) };
  }
  const entries = readRegistry(registry);
  if (entries === undefined) return { ...unchanged, unreadableRegistry: true };
  const plan = planRegistry(model, { entries, previous: read('src/generated/handlers.gen.ts') ?? '', read });
  const edits = [plan.added, plan.renamed, plan.marked, plan.removed];
  if (edits.every(({ length }) => length === 0)) return { ...unchanged, orphans: plan.orphans };
  const { editRegistry, renameHandler } = await import('./edit-registry.ts');
  const wired = [...plan.added, ...plan.marked].some(({ marker }) => marker === 'passThrough')
    ? await wireGateway(read(serviceFile))
    : [];
  const edited: EmittedFile = { path: registryFile, text: editRegistry(registry, plan), owner: 'developer' };
  const moved = plan.renamed.flatMap((entry) => movedHandler(entry, { read, renameHandler }));
  const removes = plan.renamed.flatMap(({ file, previousFile }) =>
    previousFile === undefined || previousFile === file ? [] : [appPath(previousFile)],
  );
  return {
    ...unchanged,
    writes: [...written, edited, ...wired, ...moved],
    removes: [...leftover, ...removes],
    ...plan,
  };
}

const serviceFile = 'src/service.ts';

/** Operations that are passed on need somebody who does that; one that is there already stays. */
async function wireGateway(text: string | undefined): Promise<readonly EmittedFile[]> {
  const { addGateway } = await import('./edit-clients.ts');
  const edited = text === undefined ? undefined : addGateway(text);
  // What cannot be followed says so when the service starts.
  return edited === undefined || edited === text ? [] : [{ path: serviceFile, text: edited, owner: 'developer' }];
}

/** Written once: from then on an operation becomes public only with an edit of this file. */
function missingPublicOperations(model: ServiceModel, read: ReconcileOptions['read']): EmittedFile | undefined {
  if (read(publicOperationsFile) !== undefined) return undefined;
  return { path: publicOperationsFile, text: emitPublicOperations(model), owner: 'developer' };
}

interface RegistryState {
  readonly entries: readonly RegistryEntry[];
  /** The handlers.gen.ts from before: it knows which method and path an old name stood for. */
  readonly previous: string;
  readonly read: ReconcileOptions['read'];
}

interface RegistryPlan {
  readonly renamed: readonly RenamedHandler[];
  readonly added: readonly AddedEntry[];
  readonly marked: readonly MarkedEntry[];
  readonly removed: readonly string[];
  readonly orphans: readonly Orphan[];
}

function planRegistry(
  { operations, brokenOperations }: Pick<ServiceModel, 'operations' | 'brokenOperations'>,
  { entries, previous, read }: RegistryState,
): RegistryPlan {
  const files = handlerFileNames(operations);
  const entryNames = new Set(entries.map(({ name }) => name));
  const missing = operations.filter(({ name }) => !entryNames.has(name));
  const gone = entries.filter(({ name }) => operations.every((operation) => operation.name !== name));
  const labels = previousLabels(previous);
  const pushedAside = entries.filter((entry) => {
    const owner = operations.find(({ name }) => name === entry.name);
    const label = labels.get(entry.name);
    return owner !== undefined && missing.some((operation) => hasLabel(operation, label) && makesWay(operation, owner));
  });
  const renamed = [...gone, ...pushedAside].flatMap((entry) => {
    const heir = missing.find((operation) => hasLabel(operation, labels.get(entry.name)));
    return heir === undefined
      ? []
      : [renamedHandler(entry, { to: heir.name, fileName: files.get(heir.name) ?? heir.name, read })];
  });
  const broken = new Set(brokenOperations.map(({ name }) => name));
  const heirs = new Set(renamed.map(({ to }) => to));
  const leavers = new Set(renamed.map(({ from }) => from));
  // Without a handler, and the contract says that it is somebody else now who answers.
  const isMismarked = (operation: Operation): boolean => {
    const before = renamed.find(({ to }) => to === operation.name)?.from;
    const name = before ?? (leavers.has(operation.name) ? undefined : operation.name);
    const marker = entries.find((entry) => entry.name === name)?.marker;
    return marker !== undefined && marker !== markerOf(operation);
  };
  const left = gone.filter(({ name }) => !leavers.has(name));
  const isMarkerAlone = ({ name, marker }: RegistryEntry): boolean => marker !== undefined && !broken.has(name);
  return {
    renamed,
    added: operations
      .filter(({ name }) => (entryNames.has(name) ? leavers.has(name) : !heirs.has(name)))
      .map((operation) => ({ ...toMarked(operation), after: predecessor(operations, operation.name) })),
    marked: operations.filter((operation) => isMismarked(operation)).map(toMarked),
    removed: left.filter(isMarkerAlone).map(({ name }) => name),
    orphans: left
      .filter((entry) => !isMarkerAlone(entry))
      .map(({ name, file }) => ({
        name,
        file: file === undefined ? undefined : appPath(file),
        isBroken: broken.has(name),
      })),
  };
}

function toMarked(operation: Operation): MarkedEntry {
  return { name: operation.name, marker: markerOf(operation) };
}

/** `label` is how an operation was described before. */
function hasLabel(operation: Operation, label: string | undefined): boolean {
  return label?.startsWith(operationLabel(operation)) === true;
}

/** True for an operation that would have the name of `owner` if there were no `owner`: its handler stays with method and path. */
function makesWay({ id, name, method }: Operation, owner: Operation): boolean {
  const rest = id.startsWith(owner.id) ? id.slice(owner.id.length) : '';
  const isApart = rest.startsWith(`_${method.toLowerCase()}_`) || /^_\d+$/.test(rest);
  return isApart || name !== conversionOf(id) || id.replaceAll('_by_', '_') === owner.id;
}

interface RenameTarget {
  readonly to: string;
  readonly fileName: string;
  readonly read: ReconcileOptions['read'];
}

function renamedHandler({ name, file }: RegistryEntry, { to, fileName, read }: RenameTarget): RenamedHandler {
  if (file === undefined) return { from: name, to, file: undefined, previousFile: undefined };
  const wanted = `./${fileName}.ts`;
  // A file that its owner named otherwise, or shares between operations, stays where it is.
  const moves = file === `./${handlerFileNames([{ name }]).get(name)}.ts` && read(appPath(wanted)) === undefined;
  return { from: name, to, file: moves ? wanted : file, previousFile: file };
}

function movedHandler(
  { from, to, file, previousFile }: RenamedHandler,
  {
    read,
    renameHandler,
  }: Pick<ReconcileOptions, 'read'> & { readonly renameHandler: typeof import('./edit-registry.ts').renameHandler },
): readonly EmittedFile[] {
  const text = previousFile === undefined ? undefined : read(appPath(previousFile));
  if (text === undefined || file === undefined) return [];
  return [{ path: appPath(file), text: renameHandler(text, { from, to }), owner: 'developer' }];
}

function appPath(specifier: string): string {
  return posix.join(handlersFolder, specifier);
}

function predecessor(operations: readonly Operation[], name: string): string | undefined {
  return operations[operations.findIndex((operation) => operation.name === name) - 1]?.name;
}

/** First comment line of each member of the emitted `Handlers`, by name. */
function previousLabels(handlers: string): ReadonlyMap<string, string> {
  const members = handlers.matchAll(
    /\/\*\*(?:\n {3}\*)? (`[^\n]*)\n(?: {3}\*[^\n]*\n)* {2}readonly ([\p{ID_Start}$_][\p{ID_Continue}$]*): (?:WebSocket)?Handler</gu,
  );
  return new Map([...members].map(([, label = '', name = '']) => [name, label]));
}
