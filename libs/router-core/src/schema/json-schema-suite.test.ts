import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { listSchemaPlaces } from './schema-places.ts';
import { knownSuiteFailures } from './testing/known-suite-failures.ts';
import { type CompilerFactory, type Contracts, contractOf, schemaCompilers } from './testing/schema-compilers.ts';

const suite = fileURLToPath(new URL('../../../../../shared/suites/json-schema-test-suite/', import.meta.url));

interface Group {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

/** Ajv's copies of the meta-schemas; `validateSchema` is off, so the compiler does not carry them. */
const metaSchemas = [
  'schema',
  'meta/core',
  'meta/applicator',
  'meta/unevaluated',
  'meta/validation',
  'meta/meta-data',
  'meta/format-annotation',
  'meta/content',
];

function readMetaSchemas(): [string, JsonSchema][] {
  const require = createRequire(import.meta.url);
  return metaSchemas.map((name) => [
    `https://json-schema.org/draft/2020-12/${name}`,
    require(`ajv/dist/refs/json-schema-2020-12/${name}.json`),
  ]);
}

const readJson = <Content>(path: string): Content => JSON.parse(readFileSync(`${suite}${path}`, 'utf8'));

/** Remote schemas by address: what a model would have bundled. */
function readRemotes(folder = 'remotes/draft2020-12'): [string, JsonSchema][] {
  return readdirSync(`${suite}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return readRemotes(path);
    return [[path.replace('remotes/', 'http://localhost:1234/'), readJson<JsonSchema>(path)]];
  });
}

function toContract({ schema }: Group, remotes: readonly [string, JsonSchema][]): ContractSubset {
  const text = JSON.stringify(schema).replaceAll('"$schema":"https://json-schema.org/draft/2020-12/schema"', '');
  const used = [
    ...remotes.filter(([address]) => text.includes(address.split('/').at(-1) ?? '')),
    ...(text.includes('json-schema.org') ? readMetaSchemas() : []),
  ];
  const components = used.map(([address, remote]): [string, JsonSchema] => [
    address,
    typeof remote === 'object' && remote.$id === undefined ? { $id: address, ...remote } : remote,
  ]);
  const carried = components.map(([name]): [string, JsonSchema] => [name, { $ref: reference(name) }]);
  return contractOf(
    { allOf: [{ $ref: reference('Test') }], $defs: Object.fromEntries(carried) },
    { ...Object.fromEntries(components), Test: schema },
  );
}

const reference = (name: string): string => `#/components/schemas/${name.replaceAll('/', '~1')}`;

const present = existsSync(suite);
const files = present ? readdirSync(`${suite}draft2020-12`).filter((name) => name.endsWith('.json')) : [];

describe.skipIf(!present)('JSON Schema Test Suite 2020-12, required part (skipped without ../shared)', () => {
  const remotes = present ? readRemotes() : [];
  describe.each(schemaCompilers)('%s', (_name, createCompilers) => {
    it.each(files)('%s passes but for the known groups', async (file) => {
      const groups = readJson<Group[]>(`draft2020-12/${file}`);
      const contracts = Object.fromEntries(
        groups.map((group, index) => [`group ${index}`, toContract(group, remotes)]),
      );
      const compilers = await createEach(contracts, createCompilers);
      const wrong = groups.filter((group, index) => {
        const contract = contracts[`group ${index}`];
        return contract === undefined || !isRight(group, contract, compilers[index]);
      });
      expect(wrong.map(({ description }) => description)).toEqual(Object.keys(knownSuiteFailures[file] ?? {}));
    });
  });
});

/** A contract that cannot be compiled takes nothing away from the others. */
async function createEach(
  contracts: Contracts,
  createCompilers: CompilerFactory,
): Promise<(SchemaCompiler | undefined)[]> {
  try {
    const compilerOf = await createCompilers(contracts);
    return Object.keys(contracts).map((name) => compilerOf(name));
  } catch {
    return Promise.all(
      Object.entries(contracts).map(async ([name, contract]) => {
        const compilerOf = await createCompilers({ [name]: contract }).catch(() => undefined);
        return compilerOf?.(name);
      }),
    );
  }
}

function isRight({ tests }: Group, contract: ContractSubset, compiler: SchemaCompiler | undefined): boolean {
  const [place] = listSchemaPlaces(contract);
  if (compiler === undefined || place === undefined) return false;
  const compiled = compiler.compile(place);
  return tests.every(({ data, valid }) => {
    try {
      return compiled.isValid(data) === valid && (compiled.explain(data, 20).length === 0) === valid;
    } catch {
      return false;
    }
  });
}
