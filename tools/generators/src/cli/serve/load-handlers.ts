import { readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nearestKey } from '@brrt/router-core/config';
import type { Handler, HandlerContext, HandlerRegistry } from '@brrt/router-core/ports';
import { type Operation, StartError } from '@brrt/service-model';
import { handlerFileNames } from '../../emit/handler-files.ts';

/** Files of a folder of handlers that are none; lists every one. */
export class HandlersError extends StartError {
  override readonly name = 'HandlersError';
  readonly code = 'ERR_HANDLERS';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

type Named = Pick<Operation, 'id' | 'name'>;

/**
 * The handlers of a folder: each file that lies directly in it is named after an operation (`getPet.ts`, `get-pet.ts`) and exports
 * its handler by the operation's name or as default. An `index` is a registry of a workspace and left alone.
 * @throws HandlersError for files that name no operation, two that name one, and those without a handler
 */
export async function loadHandlers(
  folder: string,
  operations: readonly Named[],
): Promise<HandlerRegistry<HandlerContext>> {
  const byStem = operationsByStem(operations);
  const problems: string[] = [];
  const files = new Map<string, string>();
  for (const file of handlerFilesIn(folder)) {
    const stem = file.slice(0, -extname(file).length);
    const operation = byStem.get(stem);
    const other = operation && files.get(operation);
    if (operation === undefined) problems.push(unknownFile(shown(folder, file), stem, operations));
    else if (other !== undefined)
      problems.push(`${shown(folder, file)}: ${other} is the handler of ${operation} already`);
    else files.set(operation, file);
  }
  const handlers: [string, Handler][] = [];
  for (const [name, file] of files) {
    const exported = handlerOf(await import(pathToFileURL(join(folder, file)).href), name);
    if (exported === undefined)
      problems.push(`${shown(folder, file)}: exports no handler: a function ${name}, or one as default`);
    else handlers.push([name, exported]);
  }
  if (problems.length > 0) throw new HandlersError(problems);
  return Object.fromEntries(handlers);
}

/** As people know it. */
function shown(folder: string, file: string): string {
  return relative(process.cwd(), join(folder, file)).replaceAll('\\', '/');
}

/** Sorted, so that problems come in the same order everywhere. */
function handlerFilesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return names
    .map(({ name }) => name)
    .filter((name) => /\.[cm]?[jt]s$/.test(name) && !/^[.#]|\.d\.[cm]?ts$|\.test\.|^index\./.test(name))
    .sort();
}

/** By `operationId`, by its name in generated code, and as a workspace would call the file. */
function operationsByStem(operations: readonly Named[]): ReadonlyMap<string, string> {
  const kebab = handlerFileNames(operations);
  return new Map(operations.flatMap(({ id, name }) => [id, name, kebab.get(name) ?? name].map((stem) => [stem, name])));
}

function unknownFile(path: string, stem: string, operations: readonly Named[]): string {
  const ids = operations.map(({ id }) => id);
  const near = nearestKey(stem.replaceAll('-', ''), ids) ?? nearestKey(stem, ids);
  const hint =
    near === undefined ? `operations are ${ids.slice(0, 5).join(', ')}` : `did you mean ${near}${extname(path)}?`;
  return `${path}: there is no operation ${stem}; ${hint} (what handlers share belongs into a folder inside)`;
}

/** Whether it takes what it is given shows when it is called. */
function handlerOf(module: Readonly<Record<string, unknown>>, name: string): Handler | undefined {
  const exported = Object.hasOwn(module, name) ? module[name] : module.default;
  return typeof exported === 'function' ? (exported as Handler) : undefined;
}
