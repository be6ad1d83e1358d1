import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { nearestKey } from '@brrt/router-core/config';
import { type Operation, type ServiceModel, visibleText } from '@brrt/service-model';
import { emitPlain, type PlainChoices, placePlain, plainMark, runtimeFolder } from '../../emit/emit-plain.ts';
import type { EmittedFile } from '../../emit/emitted-file.ts';
import { checkEmitted } from '../../verify/check-emitted.ts';
import { UsageError } from '../command.ts';

export interface FolderOptions extends Pick<PlainChoices, 'client'> {
  /** Absolute: the contract, and where to write. */
  readonly spec: string;
  readonly out: string;
  /** As they were named; undefined: all. */
  readonly operations: readonly string[] | undefined;
  /** The client needs no package. */
  readonly standalone: boolean;
  /** Of the command, as they were given, that are no choices here. */
  readonly more: readonly string[];
}

/** How a folder differs from what is generated. Paths are relative to it. */
export interface FolderChanges {
  readonly writes: readonly EmittedFile[];
  readonly unchanged: readonly string[];
  /** Generated before, and no more. */
  readonly removes: readonly string[];
  /** Packages that the files import. */
  readonly imports: readonly string[];
}

/**
 * What has to be written so that a folder has the types and the client of a contract. Writes nothing.
 * @throws UsageError for operations that are not there, and for files in the way that were not generated
 */
export async function compareFolder(model: ServiceModel, options: FolderOptions): Promise<FolderChanges> {
  const { client, out, standalone } = options;
  const operations = operationNames(model, options);
  const header = headerOf(options);
  const emitted = await checkEmitted(emitPlain(model, { client, operations }), 'client');
  const isBundled = standalone && client === 'fetch';
  const runtime = isBundled ? await (await import('../../build/bundle-runtime.ts')).bundleRuntime(header) : [];
  const files = [...emitted.map((file) => placePlain(file, { header, standalone: isBundled })), ...runtime];
  const present = new Map(files.map(({ path }) => [path, readIfPresent(join(out, path))]));
  const foreign = files.filter(({ path }) => !isOurs(present.get(path))).map(({ path }) => join(out, path));
  if (foreign.length > 0)
    throw new UsageError(
      `these files were not generated and would be lost: ${foreign.join(', ')}. Choose another folder: --out`,
    );
  return {
    writes: files.filter(({ path, text }) => present.get(path) !== text),
    unchanged: files.filter(({ path, text }) => present.get(path) === text).map(({ path }) => path),
    removes: generatedIn(out).filter((path) => !present.has(path)),
    imports: client === 'fetch' && !standalone ? ['@brrt/fetch-client'] : [],
  };
}

export function writeFolder(out: string, { writes, removes }: FolderChanges): void {
  for (const { path, text } of writes) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
  for (const path of removes) rmSync(join(out, path));
}

function operationNames(
  model: ServiceModel,
  { operations: wanted, client }: FolderOptions,
): PlainChoices['operations'] {
  if (wanted === undefined) return 'all';
  return wanted.map((id) => {
    const found = model.operations.find((operation) => operation.id === id || operation.name === id);
    if (found === undefined) throw new UsageError(noOperation(id, model.operations));
    if (found.webSocket !== undefined && client === 'fetch')
      throw new UsageError(`${found.id} is a WebSocket, which \`new WebSocket\` opens: leave it out of --operations`);
    return found.name;
  });
}

function noOperation(id: string, operations: readonly Operation[]): string {
  const near = nearestKey(
    id,
    operations.map((operation) => operation.id),
  );
  return `there is no operation ${id}${near === undefined ? '' : `, did you mean ${near}?`}`;
}

/** Where files come from, and the command that writes them anew where they are. */
function headerOf({ spec, out, client, operations, standalone, more }: FolderOptions): string {
  const path = relative(out, spec).replaceAll('\\', '/');
  const choices = [
    ...(client === 'fetch' ? [] : ['--client', client]),
    ...(operations === undefined ? [] : ['--operations', operations.join(',')]),
    ...(standalone ? ['--standalone'] : []),
    ...more,
  ];
  const command = ['npx brrt generate', path, '--out .', ...choices].join(' ');
  return `// Generated from ${visibleText(path)} ${plainMark} Anew, in this folder:\n// ${visibleText(command)}\n`;
}

function generatedIn(out: string): readonly string[] {
  const names = [...filesIn(out), ...filesIn(join(out, runtimeFolder)).map((name) => `${runtimeFolder}/${name}`)];
  return names.filter((name) => {
    const text = /\.(?:ts|js)$/.test(name) ? readIfPresent(join(out, name)) : undefined;
    return text !== undefined && isOurs(text);
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
}

function isOurs(text: string | undefined): boolean {
  return text === undefined || text.slice(0, 2_000).includes(plainMark);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
