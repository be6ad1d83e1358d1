import type { ServiceModel } from '@brrt/service-model';
import { fetchPackage } from './emit-fetch-client.ts';
import { emitTypes } from './emit-types.ts';
import type { EmittedFile } from './emitted-file.ts';
import { clientFiles } from './reconcile-clients.ts';
import { schemaTypes } from './schema-types.ts';

/** What is generated in a folder that is no workspace. */
export interface PlainChoices {
  readonly client: 'fetch' | 'none';
  /** By `Operation.name`. */
  readonly operations: readonly string[] | 'all';
}

/** A word of the first lines of every file that is generated in such a folder. */
export const plainMark = 'by brrt; edits are overwritten.';

/** Where the runtime is in a folder that needs no package. */
export const runtimeFolder = 'runtime';

/**
 * Types of all schemas, and the client, as they are emitted in a workspace: to be checked as those are, and then placed
 * with `placePlain`.
 */
export function emitPlain(model: ServiceModel, { client, operations }: PlainChoices): readonly EmittedFile[] {
  const types = emitTypes(model, schemaTypes(model.schemas, { prefix: 'schemas.' }));
  return [
    { path: 'src/generated/types.gen.ts', text: types, owner: 'generator' },
    ...(client === 'none' ? [] : clientFiles(model, { service: 'client', operations, runtime: 'fetch' })),
  ];
}

export interface Placing {
  /** Comment lines, of where it comes from. */
  readonly header: string;
  /** The runtime is beside the files. */
  readonly standalone: boolean;
}

/** The same in one folder: `types.gen.ts`, `client.gen.ts`, `checks.gen.ts`, `places.gen.ts`. */
export function placePlain(file: EmittedFile, { header, standalone }: Placing): EmittedFile {
  const path = file.path.replace(/^.*\//, '');
  const text = file.text.replace(/^(\/\/ @ts-nocheck.*\n)?(?:\/\/ .*\n)+/, (_, first = '') => `${first}${header}`);
  return { ...file, path, text: standalone ? withRuntime(text) : text };
}

/** Only lines that import: what a contract says is in none of them. */
function withRuntime(text: string): string {
  const imports = new RegExp(`^(import .* from (['"]))${fetchPackage}(?:/([a-z]+))?(\\2;)$`, 'gm');
  return text.replaceAll(
    imports,
    (_, start, _quote, entry = 'index', end) => `${start}./${runtimeFolder}/${entry}.js${end}`,
  );
}
