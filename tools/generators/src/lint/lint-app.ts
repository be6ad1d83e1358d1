import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import {
  type Diagnostic,
  type Operation,
  overlaysBeside,
  readServiceModel,
  type ServiceModel,
} from '@brrt/service-model';
import { isPublic, publicLine, publicOperationsFile } from '../emit/emit-public-operations.ts';
import { findCalled } from '../emit/find-called.ts';
import { registryFile } from '../emit/handler-files.ts';
import { authorizeFile, readEntryNames, readRegistry } from '../emit/read-registry.ts';

/** What the code beside a contract leaves open; nothing for a contract that is no app's. */
export async function lintApp(model: ServiceModel, contract: string): Promise<readonly Diagnostic[]> {
  const folder = dirname(contract);
  const registry = await read(join(folder, registryFile));
  if (registry === undefined) return [];
  const [rules, list] = await Promise.all(
    [authorizeFile, publicOperationsFile].map((path) => read(join(folder, path))),
  );
  return [
    ...lintAuthorizers(model, rules),
    ...lintPublicOperations(model, { file: join(folder, publicOperationsFile), list }),
    ...(await lintDestinations(model, { registry, folder })),
  ];
}

/** Security says who may call an operation with an id in its path, not which ids are theirs. */
function lintAuthorizers({ operations }: ServiceModel, rules: string | undefined): readonly Diagnostic[] {
  const decided = new Set(rules === undefined ? [] : readEntryNames(rules, 'authorize'));
  return operations
    .filter((operation) => !isPublic(operation) && operation.parameters.some((parameter) => parameter.in === 'path'))
    .filter(({ name }) => !decided.has(name))
    .map(({ name, id, source }) => ({
      ...source,
      severity: 'warning',
      code: 'missing-authorizer',
      message: `${id} takes an id in its path, and nothing says whose it may be`,
      hint: `Write ${name} in ${authorizeFile}: a rule, or 'allow' when every caller may use every id`,
    }));
}

interface Workspace {
  readonly registry: string;
  /** Of the app, beside those of the others. */
  readonly folder: string;
}

/** What is passed on to a service of the workspace has to be there, and to mean the same. */
async function lintDestinations(model: ServiceModel, { registry, folder }: Workspace): Promise<readonly Diagnostic[]> {
  const entries = readRegistry(registry) ?? [];
  const written = new Set(entries.filter(({ marker }) => marker !== 'passThrough').map(({ name }) => name));
  const operations = model.operations.filter(
    ({ name, passThrough }) => passThrough !== undefined && !written.has(name),
  );
  const byService = Map.groupBy(operations, ({ passThrough }) => passThrough?.service ?? '');
  const found: Diagnostic[] = [];
  for (const [service, passed] of byService) {
    const contract = join(dirname(folder), service, 'openapi.yaml');
    if ((await read(contract)) === undefined) continue;
    const overlays = await overlaysBeside(contract);
    const { model: called } = await readServiceModel(contract, { overlays, skipBroken: true });
    // Its own lint says why it cannot be read.
    if (called === undefined) continue;
    const texts = await Promise.all(configFiles.map((path) => read(join(folder, path))));
    const settings = texts.filter((text) => text !== undefined);
    found.push(...(await lintDestination(passed, { service, model, called, contract, settings })));
  }
  return found;
}

const configFiles = ['config.yaml', 'config.development.yaml', 'config.production.yaml'];

interface Destination {
  readonly service: string;
  readonly model: ServiceModel;
  readonly called: ServiceModel;
  readonly contract: string;
  /** Texts of the configuration of the app. */
  readonly settings: readonly string[];
}

async function lintDestination(
  passed: readonly Operation[],
  { service, model, called, contract, settings }: Destination,
): Promise<readonly Diagnostic[]> {
  const pairs = passed.map((operation) => ({ operation, called: findCalled(operation, called) }));
  // Comparing costs nothing where nothing is passed on.
  const { lintPassedOperations } = await import('./lint-passed-operations.ts');
  const { lintPassedCredentials, readPassedClient } = await import('./lint-passed-credentials.ts');
  const there = pairs.flatMap(({ operation, called }) => (called === undefined ? [] : [{ operation, called }]));
  return [
    ...pairs.filter((pair) => pair.called === undefined).map(({ operation }) => lost(operation, contract)),
    ...lintPassedOperations(there, model, called),
    ...lintPassedCredentials(there, called, readPassedClient(settings, service)),
  ];
}

function lost({ id, method, passThrough, source }: Operation, contract: string): Diagnostic {
  const { service, path } = passThrough ?? { service: '', path: '' };
  return {
    ...source,
    severity: 'error',
    code: 'unknown-downstream-operation',
    message: `${id} goes on to ${method} ${path}, which ${service} does not have`,
    hint: `Look for it in ${relative(process.cwd(), contract)}; base paths of its servers belong to the path`,
  };
}

interface PublicOperations {
  readonly file: string;
  /** Undefined: there is no such file. */
  readonly list: string | undefined;
}

function lintPublicOperations({ operations }: ServiceModel, { file, list }: PublicOperations): readonly Diagnostic[] {
  const listed = linesOf(list ?? '');
  const open = operations.filter(isPublic);
  const unlisted = open.filter((operation) => !listed.has(publicLine(operation)));
  const names = new Set(open.map(publicLine));
  const stale = [...listed].filter(([name]) => !names.has(name));
  return [
    ...unlisted.map(
      (operation): Diagnostic => ({
        ...operation.source,
        severity: 'error',
        code: 'unlisted-public-operation',
        message: `${operation.id} needs no credentials, and ${publicOperationsFile} does not list it`,
        hint: `Give it \`security\`, or enter "${publicLine(operation)}" when everybody may call it`,
      }),
    ),
    ...stale.map(
      ([name, line]): Diagnostic => ({
        file,
        line,
        column: 1,
        pointer: '',
        severity: 'error',
        code: 'stale-public-operation',
        message: `${name} is no public operation of the contract`,
        hint: 'Remove the line: it would let the operation become public again unseen',
      }),
    ),
  ];
}

/** Entries by their line; comments and empty lines are none. */
function linesOf(list: string): ReadonlyMap<string, number> {
  const lines = list.split(/\r?\n/).map((text, index): [string, number] => [text.trim(), index + 1]);
  return new Map(lines.filter(([text]) => text !== '' && !text.startsWith('#')));
}

function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
