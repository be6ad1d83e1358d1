import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Operation, ServiceModel } from '@brrt/service-model';
import { handlerFileNames, handlersFolder, registryFile } from '../../emit/handler-files.ts';
import type { App } from '../app-folder.ts';

/** Which operations have a handler, and where. */
export interface HandlerFiles {
  isImplemented(operation: Operation): boolean;
  /** Relative to the workspace; undefined: there is none, or not where the registry says. */
  fileOf(operation: Operation): string | undefined;
}

/** Reads the registry of an app; the compiler that it takes is loaded when it is first needed. */
export async function findHandlers(app: App, { operations }: ServiceModel): Promise<HandlerFiles> {
  const path = join(app.folder, registryFile);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const { readRegistry } = await import('../../emit/read-registry.ts');
  const entries = new Map((readRegistry(text) ?? []).map((entry) => [entry.name, entry]));
  const names = handlerFileNames(operations);
  return {
    // Where the registry cannot be followed, nobody knows better than its owner.
    isImplemented: ({ name }) => {
      const entry = entries.get(name);
      return entries.size === 0 || (entry !== undefined && entry.marker !== 'fromContract');
    },
    fileOf({ name }) {
      const file = entries.get(name)?.file ?? `./${names.get(name)}.ts`;
      const relative = posix.join(handlersFolder, file);
      return existsSync(join(app.folder, relative)) ? `${app.root}/${relative}` : undefined;
    },
  };
}
