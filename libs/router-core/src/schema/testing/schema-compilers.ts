import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import type { SchemaCompiler } from '../../ports/schema-compiler.ts';
import { createLiveSchemas } from '../live-schemas.ts';
import { printSchemas } from '../print-schemas.ts';
import { createPrintedSchemas, type PrintedModule } from '../printed-schemas.ts';

export type Contracts = Readonly<Record<string, ContractSubset>>;

/** Makes the compilers of several contracts at once. */
export type CompilerFactory = (contracts: Contracts) => Promise<(name: string) => SchemaCompiler>;

/** Both implementations of the port: one suite runs over them. */
export const schemaCompilers: readonly (readonly [string, CompilerFactory])[] = [
  ['live', async (contracts) => (name) => createLiveSchemas(contracts[name] ?? missing(name))],
  [
    'printed',
    async (contracts) => {
      const runtime = new URL('../schema-runtime.ts', import.meta.url).href;
      const module = await importText<PrintedModule>(printSchemas(contracts, runtime));
      return (name) => createPrintedSchemas(module, name, contracts[name] ?? missing(name));
    },
  ],
];

function missing(name: string): never {
  throw new TypeError(`No contract ${name}`);
}

/** Runs the text of a module by writing it to a file that is gone afterwards. */
export async function importText<Module>(text: string): Promise<Module> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-printed-'));
  try {
    const file = join(folder, 'printed.mjs');
    await writeFile(file, text);
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A contract of one operation whose body has the schema. */
export function contractOf(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>> = {}): ContractSubset {
  const source = { file: 'test.yaml', line: 1, column: 1, pointer: '' };
  const mediaType = { mediaType: 'application/json', schema, examples: [], encoding: {}, source };
  const response = { status: '200', description: '', headers: [], content: [mediaType], links: [], source };
  return {
    schemas,
    securitySchemes: {},
    operations: [
      {
        id: 'test',
        name: 'test',
        method: 'POST',
        path: '/test',
        basePaths: [''],
        tags: [],
        deprecated: false,
        parameters: [],
        requestBody: { required: true, content: [mediaType], source },
        responses: [response],
        security: [],
        callbacks: [],
        extensions: {},
        source,
      },
    ],
  };
}
