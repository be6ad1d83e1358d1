import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../src/build/build-app.ts';
import { handlersFolder } from '../src/emit/handler-files.ts';
import { checkEmitted } from '../src/verify/check-emitted.ts';
import { emitEverything } from './hostile/emit-everything.ts';
import { hostileContracts } from './hostile/hostile-contract.ts';
import { hostileTexts, planted } from './hostile/hostile-texts.ts';

// Inside the workspace, so that its packages are found.
const workspace = join(import.meta.dirname, '../../..');

/** Ends the program that runs what a contract planted. */
const trap = `data:text/javascript,Object.defineProperty(globalThis,"${planted}",{set(){process.stdout.write("planted");process.exit(97)}})`;

describe('a service of hostile contracts', { timeout: 120_000 }, () => {
  let root = '';
  let model: ServiceModel | undefined;
  const app = { name: 'sample', root: 'apps/sample', folder: '' };

  beforeAll(async () => {
    await mkdir(join(workspace, 'tmp'), { recursive: true });
    root = await mkdtemp(join(workspace, 'tmp/hostile-'));
    app.folder = join(root, app.root);
    const text = JSON.stringify(hostileContracts(hostileTexts.map(([hostile]) => hostile)));
    const read = await readServiceModelText({ text, file: join(app.folder, 'openapi.yaml') });
    model = read.model;
    if (model === undefined) throw new TypeError(JSON.stringify(read.diagnostics));
    const { 'tsconfig.json': _, ...emitted } = emitEverything(model, false);
    const files = { ...emitted, 'openapi.yaml': text };
    await checkEmitted(
      Object.entries(files).map(([path, code]) => ({ path, text: code, owner: 'generator' })),
      'sample',
    );
    for (const [path, code] of Object.entries({ ...files, 'src/main.ts': runner(model, Object.keys(files)) })) {
      await mkdir(dirname(join(app.folder, path)), { recursive: true });
      await writeFile(join(app.folder, path), code);
    }
  });

  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each([
    ['in development', async () => join(app.folder, 'src/main.ts')],
    ['as built', async () => join(root, (await buildApp(root, app)).folder, 'main.mjs')],
  ] as const)('starts and answers %s, and runs nothing of theirs', async (_how, file) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', trap, await file()], {
      env: { ...process.env, LOG_LEVEL: 'silent' },
      maxBuffer: 100_000_000,
    });
    expect(stdout).not.toContain('planted');
    const answers: readonly (readonly [path: string, status: number])[] = JSON.parse(stdout);
    expect(answers).toHaveLength(model?.operations.length ?? -1);
    expect(answers.filter(([, status]) => status >= 500)).toEqual([]);
    expect(answers.filter(([, status]) => status < 300).length).toBeGreaterThan(hostileTexts.length);
  });

  it('would notice what ran', async () => {
    const file = join(root, 'planted.mjs');
    await writeFile(file, `globalThis.${planted} = 1;`);
    await expect(promisify(execFile)(process.execPath, ['--import', trap, file])).rejects.toMatchObject({
      code: 97,
      stdout: 'planted',
    });
    expect(relative(root, app.folder)).toBe(app.root);
    expect(await readFile(join(app.folder, 'src/generated/handlers.gen.ts'), 'utf8')).toContain(planted);
  });
});

/** A program that loads every emitted module and calls every operation. */
function runner({ operations }: ServiceModel, paths: readonly string[]): string {
  const modules = paths.filter((path) => path.startsWith(handlersFolder) || path.includes('/clients/'));
  const calls = operations.map(({ method, path, basePaths }) => [
    method,
    `${basePaths[0] ?? ''}${encodeURI(path.replaceAll(/\{[^}]*\}/g, '1'))}`,
  ]);
  return `import { readConfig } from '@brrt/router-core/config';
import { createSampleService } from './service.ts';
${modules.map((path) => `import './${path.slice('src/'.length)}';\n`).join('')}
const config = await readConfig({ directory: import.meta.dirname, env: process.env });
const service = await createSampleService(config);
const answers = [];
for (const [method, path] of ${JSON.stringify(calls)}) {
  const response = await service.fetch(new Request('http://localhost' + path, { method, headers: { authorization: 'Bearer key' } }));
  answers.push([path, response.status, await response.text()]);
}
await service.close();
process.stdout.write(JSON.stringify(answers.map(([path, status, text]) => [path, status, status < 500 ? '' : text])));
`;
}
