import type { ContractSubset, JsonValue } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { listSchemaPlaces } from './schema-places.ts';
import { schemaCompilers } from './testing/schema-compilers.ts';
import {
  hasSchemaSuite,
  listSuiteFiles,
  readRemotes,
  readSuiteFile,
  readSuiteSchema,
  type SuiteGroup,
} from './testing/schema-suite.ts';

describe.skipIf(!hasSchemaSuite)('JSON Schema Test Suite 2020-12 (skipped without ../shared)', () => {
  it.each(listSuiteFiles('.'))('required: %s passes, in contracts that are read from text', async (file) => {
    // JSON Schema 2020-12 validation §7.2.1: formats are annotations unless somebody asks. A contract here asks unless it says this.
    expect(await listFailures(file, { 'x-brrt-formats': 'annotation' })).toEqual([]);
  });

  it.each([...listSuiteFiles('optional'), ...listSuiteFiles('optional/format')])(
    '%s passes but for what is said here',
    async (file) => {
      expect(await listFailures(file, {})).toEqual(expectedFailures(file));
    },
  );
});

/** What of the optional part has another verdict, and why. */
const differing: Readonly<
  Record<string, Readonly<Record<string, { readonly tests: readonly string[]; readonly why: string }>>>
> = {
  'optional/format/duration.json': {
    'validation of duration strings': {
      tests: ['years and days cannot appear without months', 'hours and seconds cannot appear without minutes'],
      why: 'ISO 8601 has such durations, and Java and .NET write them: PT1H30S',
    },
  },
};

function expectedFailures(file: string): readonly string[] {
  return schemaCompilers.flatMap(([name]) =>
    Object.entries(differing[file] ?? {}).map(([group, { tests }]) => `${name}: ${group}: ${tests.join(', ')}`),
  );
}

/** Groups that do not pass, with what is wrong about them. */
async function listFailures(file: string, extensions: Readonly<Record<string, JsonValue>>): Promise<readonly string[]> {
  const remotes = await readRemotes();
  const groups = readSuiteFile(file);
  const read = await Promise.all(groups.map(({ schema }) => readSuiteSchema(schema, remotes, extensions)));
  const contracts = Object.fromEntries(
    read.flatMap((contract, index): [string, ContractSubset][] =>
      'schemas' in contract ? [[String(index), contract]] : [],
    ),
  );
  const failures: string[] = [];
  for (const [name, createCompilers] of schemaCompilers) {
    const compilerOf = await createCompilers(contracts);
    for (const [index, group] of groups.entries()) {
      const contract = contracts[String(index)];
      const wrong = contract === undefined ? read[index] : listWrongTests(group, contract, compilerOf(String(index)));
      if (Array.isArray(wrong) && wrong.length > 0) failures.push(`${name}: ${group.description}: ${wrong.join(', ')}`);
    }
  }
  return failures;
}

function listWrongTests({ tests }: SuiteGroup, contract: ContractSubset, compiler: SchemaCompiler): readonly string[] {
  const [place] = listSchemaPlaces(contract);
  if (place === undefined) return ['no body'];
  const compiled = compiler.compile(place);
  return tests
    .filter(
      ({ data, valid }) => compiled.isValid(data) !== valid || (compiled.explain(data, 20).length === 0) !== valid,
    )
    .map(({ description }) => description);
}
