import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readClientScope } from '../emit/client-scope.ts';
import { clientsFolder, readClients } from '../plugin/read-clients.ts';

/** A place in the workspace where an operation is called. */
export interface Consumer {
  readonly app: string;
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly call: string;
}

/** Who calls which operation of a service, by the names that its clients have. */
export type Consumers = (operationName: string) => readonly Consumer[];

/** Reads the apps of a workspace that have a generated client of a service. */
export function findConsumers(workspaceRoot: string, service: string): Consumers {
  const apps = foldersIn(join(workspaceRoot, 'apps')).flatMap((folder) => clientsOf(folder, service));
  return (operation) =>
    apps.flatMap(({ folder, operations }) => (operations.has(operation) ? callsIn(folder, operation) : []));
}

interface ClientOf {
  readonly folder: string;
  readonly operations: { readonly has: (name: string) => boolean };
}

function clientsOf(folder: string, service: string): readonly ClientOf[] {
  return readClients(folder).flatMap((client): readonly ClientOf[] => {
    const scope = readClientScope(readFileSync(join(folder, clientsFolder, `${client}.gen.ts`), 'utf8'));
    if (scope?.service !== service) return [];
    const operations = scope.operations === 'all' ? { has: () => true } : new Set(scope.operations);
    return [{ folder, operations }];
  });
}

/** `clients.<service>.<operation>(`; the client itself where no call is found. */
function callsIn(folder: string, operation: string): readonly Consumer[] {
  const app = basename(folder);
  const found: Consumer[] = [];
  for (const file of sourcesIn(join(folder, 'src'))) {
    const lines = readFileSync(file, 'utf8').split(/\r?\n/);
    for (const [index, text] of lines.entries()) {
      if (callOf(operation).test(text)) found.push({ app, file, line: index + 1, call: text.trim() });
    }
  }
  return found;
}

function callOf(operation: string): RegExp {
  return new RegExp(`\\.\\s*${operation.replaceAll(/[^\w]/g, '\\$&')}\\s*\\(`);
}

function sourcesIn(folder: string): readonly string[] {
  return entriesIn(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sourcesIn(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function foldersIn(folder: string): readonly string[] {
  return entriesIn(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

function entriesIn(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
