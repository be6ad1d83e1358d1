import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { loadServiceModel, type ServiceModel } from '@brrt/service-model';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listSchemaPlaces } from '../schema/schema-places.ts';
import { importText } from '../schema/testing/schema-compilers.ts';
import { clientSchemas, createContract, loadContract } from './live-host.ts';
import { printHost, printHostParts } from './print-host.ts';
import { createPrintedHost, type PrintedHost, type PrintedHostData } from './printed-host.ts';

const hostile = ['`$', '{process.exit(9)}`*/ "\' \\ \u2028 </script>'].join('');

const contract = {
  openapi: '3.1.0',
  info: { title: `Pets ${hostile}`, version: '1' },
  paths: {
    '/pets': {
      post: {
        operationId: 'addPet',
        summary: hostile,
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
        responses: {
          200: { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['id', 'name', hostile],
        additionalProperties: false,
        properties: {
          id: { type: 'integer', readOnly: true },
          name: { type: 'string', minLength: 1, pattern: '^[^`$"*/]+$' },
          born: { type: 'string', format: 'date' },
          [hostile]: { enum: [hostile, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'] },
          friends: { type: 'array', uniqueItems: true, items: { $ref: '#/components/schemas/Pet' } },
        },
      },
    },
  },
};

const pet = { name: 'Rex', born: '2024-02-29', [hostile]: hostile };

describe('a printed host', () => {
  let folder: string;
  let file: string;
  let model: ServiceModel;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brrt-host-'));
    file = join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify(contract));
    model = await loadServiceModel(file);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const given = () => ({
    service: 'pets',
    model,
    clients: { other: model },
    runtime: new URL('./host-runtime.ts', import.meta.url).href,
  });
  const print = (): string => printHost(given());
  const importParts = async (): Promise<PrintedHost> => {
    const { module, data } = printHostParts(given());
    const place = join(folder, 'parts');
    await mkdir(join(place, 'contract'), { recursive: true });
    for (const [name, text] of Object.entries(data)) await writeFile(join(place, 'contract', name), text);
    await writeFile(join(place, 'main.mjs'), module);
    return import(pathToFileURL(join(place, 'main.mjs')).href);
  };

  it.each([
    ['one module', () => importText<PrintedHost>(print())],
    ['code and data apart', importParts],
  ])('as %s answers like the live one', async (_form, load) => {
    const printed = await load();
    const live = await loadContract({ service: 'pets', file: pathToFileURL(file) });
    const loaded = await printed.loadContract({ service: 'pets' });
    expect(JSON.parse(JSON.stringify(loaded.model))).toEqual(JSON.parse(JSON.stringify(live.model)));
    for (const format of ['json', 'yaml'] as const) expect(loaded.document(format)).toBe(live.document(format));
    expect(live.document('yaml')).toBe(live.document('yaml'));
    const compilers = [
      live.schemas,
      loaded.schemas,
      printed.clientSchemas('other', model),
      clientSchemas('other', model),
    ];
    for (const place of listSchemaPlaces(model)) {
      for (const value of [pet, { ...pet, id: 1 }, { ...pet, name: '' }, { ...pet, friends: [pet, pet] }, 1]) {
        const verdicts = compilers.map((compiler) => compiler.compile(place).isValid(value));
        expect(new Set(verdicts).size).toBe(1);
        const [first, ...others] = compilers.map((compiler) => compiler.compile(place).explain(value, 20));
        for (const other of others) expect(other).toEqual(first);
      }
    }
  });

  it('has no switches, whatever its process is told', async () => {
    const place = Symbol.for('brrt.mockSwitches');
    Object.defineProperty(globalThis, place, { value: { stateOf: () => undefined }, configurable: true });
    const printed = await importText<PrintedHost>(print());
    const [built, live] = await Promise.all([
      printed.loadContract({ service: 'pets' }),
      loadContract({ service: 'pets', file: pathToFileURL(file) }),
    ]);
    Reflect.deleteProperty(globalThis, place);
    expect([built.switches, live.switches]).toEqual([undefined, { stateOf: expect.any(Function) }]);
  });

  it('prints the same text twice', () => expect(print()).toBe(print()));

  it('keeps data out of the code where it is apart', () => {
    const { module, data } = printHostParts(given());
    expect(JSON.parse(data['openapi.json'])).toMatchObject({ info: { title: contract.info.title } });
    expect(data['openapi.yaml']).toContain('operationId: addPet');
    expect(JSON.parse(data['model.json'])).toMatchObject({ operations: [{ id: 'addPet' }] });
    expect(module).not.toContain('operationId');
  });

  it('is bundled without a compiler and YAML and runs where strings cannot become code', async () => {
    const entry = join(folder, 'main.mjs');
    await writeFile(join(folder, 'host.mjs'), print().replace('file://', ''));
    await writeFile(
      entry,
      `import { loadContract } from './host.mjs';
const contract = await loadContract({ service: 'pets' });
const schema = contract.schemas.compile({ key: 'addPet/requestBody/application~1json/schema', schema: contract.model.operations[0].requestBody.content[0].schema, direction: 'request' });
const pet = ${JSON.stringify(pet)};
console.log(JSON.stringify([schema.isValid(pet), schema.isValid({ ...pet, id: 1 }), schema.explain({ ...pet, id: 1 }, 20)]));`,
    );
    const output = join(folder, 'bundle.mjs');
    const { metafile } = await build({
      entryPoints: [entry],
      outfile: output,
      bundle: true,
      platform: 'node',
      format: 'esm',
      metafile: true,
    });
    const inputs = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'));
    expect(inputs).toEqual([]);
    const flags = ['--disallow-code-generation-from-strings', output];
    const { stdout } = await promisify(execFile)(process.execPath, flags);
    expect(JSON.parse(stdout)).toEqual([
      true,
      false,
      [{ pointer: '/id', keyword: 'readOnly', detail: 'must not be sent: it is read-only' }],
    ]);
    expect(await readFile(output, 'utf8')).not.toContain('new Function');
  });

  it('says so when asked for what was not printed', async () => {
    const data: PrintedHostData = {
      service: 'pets',
      read: () => '{}',
      printedSchemas: {},
    };
    const host = createPrintedHost(data);
    await expect(host.loadContract({ service: 'orders' })).rejects.toThrow(TypeError);
    expect(() => host.clientSchemas('orders', model)).toThrow('build again');
  });

  it('holds the document of a model in memory', () => {
    expect(createContract(model).document('json')).toContain('"openapi"');
  });
});
