import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readServiceModel } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { clientFiles } from '../../tools/generators/src/emit/reconcile-clients.ts';
import { checkEmitted } from '../../tools/generators/src/verify/check-emitted.ts';

const workspace = join(import.meta.dirname, '../..');
const compiler = join(workspace, 'node_modules/typescript-native/bin/tsc');
/** Contracts of others, where they are at hand. */
const shared = join(workspace, '../shared/specs');

function contracts(): readonly string[] {
  const own = ['petstore', 'user-service', 'bff'].map((app) => join(workspace, `apps/${app}/openapi.yaml`));
  const others = existsSync(shared) ? readdirSync(shared).filter((name) => /\.(?:json|yaml)$/.test(name)) : [];
  return [...own, ...others.map((name) => join(shared, name))];
}

it('emits clients of whole contracts that a page can be type-checked with', { timeout: 120_000 }, async () => {
  mkdirSync(join(workspace, 'tmp'), { recursive: true });
  const folder = mkdtempSync(join(workspace, 'tmp/contracts-'));
  let emitted = 0;
  try {
    for (const [index, contract] of contracts().entries()) {
      const { model } = await readServiceModel(contract, { skipBroken: true });
      if (model === undefined || model.operations.length === 0) continue;
      const files = clientFiles(model, { service: 'any', operations: 'all', runtime: 'fetch' });
      for (const { path, text } of await checkEmitted(files, 'page')) {
        const file = join(folder, String(index), path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      emitted += 1;
    }
    const compilerOptions = {
      ...{ target: 'es2022', lib: ['DOM', 'ES2022'], module: 'esnext', moduleResolution: 'bundler', types: [] },
      ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, allowImportingTsExtensions: true },
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }));
    const run = promisify(execFile)(process.execPath, [compiler, '-p', folder, '--pretty', 'false']);
    expect(
      await run.then(
        () => '',
        ({ stdout }: { readonly stdout: string }) => stdout,
      ),
    ).toBe('');
    expect(emitted).toBeGreaterThanOrEqual(3);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
