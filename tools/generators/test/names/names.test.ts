import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/build/build-app.ts';
import { valueLiteral } from '../../src/emit/code-text.ts';
import { emitClient } from '../../src/emit/emit-client.ts';
import { emitHandler } from '../../src/emit/emit-handler.ts';
import { emitService } from '../../src/emit/emit-service.ts';
import { handlerFileNames, handlersFolder } from '../../src/emit/handler-files.ts';
import { clientFiles } from '../../src/emit/reconcile-clients.ts';
import { checkEmitted } from '../../src/verify/check-emitted.ts';
import { typeCheck } from '../type-check.ts';
import { nastyContracts } from './nasty-contracts.ts';
import { nastyCall, nastyDocument } from './nasty-document.ts';

// Inside the workspace, so that its packages are found.
const workspace = join(import.meta.dirname, '../../../..');

const exchangeModule = join(workspace, 'libs/service-client/test/exchange.ts');

describe('code of contracts with names that are none', { timeout: 240_000 }, () => {
  let root = '';
  const models: ServiceModel[] = [];
  const apps = nastyContracts.map(([what, contract], index) => ({ what, contract, index }));
  const appAt = (index: number) => ({
    name: 'nasty',
    root: 'apps/nasty',
    folder: join(root, String(index), 'apps/nasty'),
  });

  beforeAll(async () => {
    await mkdir(join(workspace, 'tmp'), { recursive: true });
    root = await mkdtemp(join(workspace, 'tmp/names-'));
    for (const { contract, index } of apps) {
      const text = JSON.stringify(nastyDocument(contract));
      const { model, diagnostics } = await readServiceModelText({
        text,
        file: join(appAt(index).folder, 'openapi.yaml'),
      });
      if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
      models.push(model);
      for (const [path, code] of Object.entries({ ...filesOf(index), 'openapi.yaml': text })) {
        await mkdir(dirname(join(appAt(index).folder, path)), { recursive: true });
        await writeFile(join(appAt(index).folder, path), code);
      }
    }
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const modelAt = (index: number): ServiceModel => {
    const model = models[index];
    if (model === undefined) throw new TypeError(`There is no contract ${index}`);
    return model;
  };

  function filesOf(index: number): Readonly<Record<string, string>> {
    const model = modelAt(index);
    const names = handlerFileNames(model.operations);
    const service = emitService(model, { service: 'nasty', port: 1, contract: '', secret: () => 'key' });
    const page = clientFiles(model, { service: 'page', operations: 'all', runtime: 'fetch' });
    return {
      ...Object.fromEntries(service.flatMap(({ path, text }) => (path === 'tsconfig.json' ? [] : [[path, text]]))),
      'src/generated/clients/nasty.gen.ts': emitClient(model, { service: 'nasty', operations: 'all' }),
      ...Object.fromEntries(page.map(({ path, text }) => [path, text])),
      ...Object.fromEntries(
        model.operations.map((each) => [`${handlersFolder}/${names.get(each.name)}.ts`, emitHandler(each)]),
      ),
      'src/calls.ts': callsOf(model, index),
      'src/main.ts': runner([...names.values()]),
    };
  }

  it('passes the check before anything is written, and compiles', async () => {
    const all = apps.flatMap(({ index }) =>
      Object.entries(filesOf(index))
        .filter(([path]) => path.endsWith('.ts'))
        .map(([path, text]) => [`app-${index}/${path}`, text] as const),
    );
    for (const { index } of apps) {
      const own = Object.entries(filesOf(index)).filter(([path]) => !/(?:calls|main)\.ts$/.test(path));
      await checkEmitted(
        own.map(([path, text]) => ({ path, text, owner: 'generator' })),
        'nasty',
      );
    }
    expect(await typeCheck(Object.fromEntries(all))).toEqual([]);
  });

  it('gives each operation a file that every file system keeps apart', () => {
    for (const { index } of apps) {
      const files = [...handlerFileNames(modelAt(index).operations).values()].map((name) => `${name}.ts`);
      const folded = files.map((file) => file.normalize('NFD').toUpperCase().toLowerCase());
      expect(new Set(folded).size).toBe(modelAt(index).operations.length);
      for (const file of files) expect(Buffer.byteLength(file.normalize('NFD'))).toBeLessThanOrEqual(255);
    }
  });

  it.each(apps.map(({ what, index }) => [what, index] as const))('answers its own client: %s', async (_what, index) => {
    expect(await answersOf(join(appAt(index).folder, 'src/main.ts'))).toEqual(expectedOf(index));
  });

  it.each(
    apps.map(({ what, index }) => [what, index] as const).filter(([what]) => /scripts|schemas|param|prop/.test(what)),
  )('answers as built: %s', async (_what, index) => {
    const { folder } = await buildApp(join(root, String(index)), appAt(index));
    expect(await answersOf(join(root, String(index), folder, 'main.mjs'))).toEqual(expectedOf(index));
  });

  function expectedOf(index: number): unknown {
    const contract = apps[index]?.contract ?? { operations: [] };
    const answers = modelAt(index).operations.map(({ name }, position) => ({
      name,
      given: nastyCall(contract.operations[position] ?? {}, contract.schemas ?? []),
    }));
    return JSON.parse(JSON.stringify(answers));
  }
});

async function answersOf(file: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [file], {
    env: { ...process.env, LOG_LEVEL: 'silent' },
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout);
}

/** Calls that compile, one for each operation. */
function callsOf({ operations }: ServiceModel, index: number): string {
  const contract = nastyContracts[index]?.[1] ?? { operations: [] };
  const calls = operations.map(({ name }, position) => {
    const call = nastyCall(contract.operations[position] ?? {}, contract.schemas ?? []);
    return `  (client: NastyClient) => client.${name}(${valueLiteral(call)}),\n`;
  });
  return `import type { NastyClient } from './generated/clients/nasty.gen.ts';\n\nexport const calls = [\n${calls.join('')}];\n`;
}

/** A program that loads every emitted module, serves the contract, and calls each operation: handlers give back what they got. */
function runner(handlerFiles: readonly string[]): string {
  const imports = handlerFiles.map((file) => `import './handlers/${file}.ts';\n`).join('');
  return `import { createService } from '@brrt/router-core';
import type { HandlerRequest } from '@brrt/router-core/ports';
import { exchangeOf } from ${JSON.stringify(exchangeModule)};
import { calls } from './calls.ts';
import { createNastyClient } from './generated/clients/nasty.gen.ts';
import { contract } from './generated/contract.gen.ts';
import { handlers } from './handlers/index.ts';
${imports}
const places = ['path', 'query', 'headers', 'cookies', 'body'] as const;
const echo = (name: string) => (request: HandlerRequest) => {
  const given = places.filter((place) => Object.keys(request[place] ?? {}).length > 0).map((place) => [place, request[place]]);
  return { status: 200, body: { name, given: Object.fromEntries(given) } };
};
const echoes = Object.fromEntries(Object.keys(handlers).map((name) => [name, echo(name)]));
const service = createService({ contract, handlers: echoes as never });
const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
const client = createNastyClient({ baseUrl: url });
const bound = client.bind(exchangeOf());
const answers: unknown[] = [];
for (const call of calls) answers.push((await call(bound)).body);
await client.close();
await service.close();
process.stdout.write(JSON.stringify(answers));
`;
}
