import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ServiceModel } from '@brrt/service-model';
import { parseDocument } from 'yaml';
import type { App } from '../../tools/generators/src/cli/app-folder.ts';
import { emitService } from '../../tools/generators/src/emit/emit-service.ts';
import { contractFiles } from '../../tools/generators/src/generators/service/contract-files.ts';

/** A workspace of one service, inside the real one, so that it finds what is installed there. */
export interface GeneratedService {
  readonly root: string;
  readonly app: App;
}

export interface ServiceToGenerate {
  readonly name: string;
  readonly model: ServiceModel;
  /** All that was read, the contract first. */
  readonly files: readonly string[];
  readonly overlays: readonly string[];
  /** The folder that becomes the workspace. */
  readonly root: string;
  readonly workspaceRoot: string;
}

/** Writes the files that `nx g brrt:service` makes of a contract. */
export function generateService({
  name,
  model,
  files,
  overlays,
  root,
  workspaceRoot,
}: ServiceToGenerate): GeneratedService {
  const app: App = { name, root: `apps/${name}`, folder: join(root, 'apps', name) };
  let secrets = 0;
  const [contract, ...others] = contractFiles({ model, files }, { file: files[0] ?? '', overlays });
  const emitted = emitService(model, {
    service: name,
    port: 8080,
    contract: contract?.text ?? '',
    secret: () => `dev-${name}-${++secrets}`,
    skipBroken: model.brokenOperations.length > 0,
  });
  for (const { path, text } of [...emitted, ...others]) {
    const file = join(app.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, path === 'config.yaml' ? withCalledServices(text, model) : text);
  }
  const base = relative(root, join(workspaceRoot, 'tsconfig.base.json')).replaceAll('\\', '/');
  writeFileSync(join(root, 'tsconfig.base.json'), `{ "extends": "./${base}" }\n`);
  return { root, app };
}

/** Services that operations are passed on to are not there: an address is all that a start asks for. */
function withCalledServices(text: string, { operations }: ServiceModel): string {
  const called = new Set(operations.flatMap(({ passThrough }) => passThrough?.service ?? []));
  if (called.size === 0) return text;
  const config = parseDocument(text);
  for (const service of called) config.setIn(['clients', service, 'url'], 'http://127.0.0.1:9');
  return String(config);
}
