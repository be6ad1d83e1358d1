import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ContractSubset, type JsonSchema, type JsonValue, readServiceModelText } from '@brrt/service-model';

const suite = fileURLToPath(new URL('../../../../../../shared/suites/json-schema-test-suite/', import.meta.url));

/** The JSON Schema Test Suite is no part of the repository: https://github.com/json-schema-org/JSON-Schema-Test-Suite. */
export const hasSchemaSuite = existsSync(suite);

export interface SuiteGroup {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly tests: readonly SuiteTest[];
}

interface SuiteTest {
  readonly description: string;
  readonly data: unknown;
  readonly valid: boolean;
}

/** Files of a folder of the suite, below `draft2020-12`. */
export function listSuiteFiles(folder: string): readonly string[] {
  if (!hasSchemaSuite) return [];
  return readdirSync(join(suite, 'draft2020-12', folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}

export function readSuiteFile(file: string): readonly SuiteGroup[] {
  return readJson(join('draft2020-12', file));
}

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(join(suite, path), 'utf8'));
}

type Named = readonly [address: string, schema: JsonSchema];

/** What the suite wants to be served at an address: embedded in the contract under that address. */
export async function readRemotes(): Promise<readonly Named[]> {
  return hasSchemaSuite
    ? [
        ...readRemoteFolder('remotes/draft2020-12'),
        ...readRemoteFolder('remotes/draft2019-09'),
        ...(await readMetaSchemas()),
      ]
    : [];
}

function readRemoteFolder(folder: string): readonly Named[] {
  return readdirSync(join(suite, folder), { withFileTypes: true }).flatMap((entry): readonly Named[] => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory()
      ? readRemoteFolder(path)
      : [[path.replace('remotes/', 'http://localhost:1234/'), readJson<JsonSchema>(path)]];
  });
}

async function readMetaSchemas(): Promise<readonly Named[]> {
  const folder = dirname(createRequire(import.meta.url).resolve('@hyperjump/json-schema/draft-2020-12'));
  const files = ['schema.js', ...readdirSync(join(folder, 'meta')).map((name) => `meta/${name}`)];
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(folder, file)).href)));
  return modules.map(({ default: schema }: { readonly default: JsonSchema }, index): Named => {
    return [`https://json-schema.org/draft/2020-12/${files[index]?.replace(/\.js$/, '')}`, schema];
  });
}

/** The contract with a schema of the suite as the body of a request, read as any contract is. */
export async function readSuiteSchema(
  schema: JsonSchema,
  remotes: readonly Named[],
  extensions: Readonly<Record<string, JsonValue>> = {},
): Promise<ContractSubset | readonly string[]> {
  const body = { 'application/json': { schema: { $ref: '#/components/schemas/Test' } } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Suite', version: '1' },
    ...extensions,
    paths: {
      '/test': {
        post: { operationId: 'test', requestBody: { content: body }, responses: { 204: { description: '' } } },
      },
    },
    components: {
      schemas: { Test: withAddress(schema, 'https://suite.test/schema'), ...usedRemotes(schema, remotes) },
    },
  };
  const { model, diagnostics } = await readServiceModelText({ text: JSON.stringify(document), file: 'suite.json' });
  return model ?? diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

/** References count from the schema, not from the contract around it. */
function withAddress(schema: JsonSchema, address: string): JsonSchema {
  if (typeof schema === 'boolean' || typeof schema.$id === 'string') return schema;
  return { $id: address, ...schema };
}

/** What references say of an address at least. */
function nameIn(address: string): string {
  const name = address.split('/').at(-1) ?? '';
  return address.includes('draft2019-09') ? `draft2019-09/${name}` : name;
}

function usedRemotes(schema: JsonSchema, remotes: readonly Named[]): Readonly<Record<string, JsonSchema>> {
  const used = new Map<string, JsonSchema>();
  const pending = [JSON.stringify(schema).replaceAll('"$schema":"https://json-schema.org/draft/2020-12/schema"', '')];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const [index, [address, remote]] of remotes.entries()) {
      const name = `Remote${index}`;
      if (used.has(name) || !text.includes(nameIn(address))) continue;
      used.set(name, remote);
      const own = typeof remote === 'object' ? remote.$id : undefined;
      // A schema that was served under another address than its own is found under both.
      if (own === undefined || own === address) used.set(name, withAddress(remote, address));
      else used.set(`Alias${index}`, { $id: address, $ref: String(own) });
      pending.push(JSON.stringify(remote));
    }
  }
  return Object.fromEntries(used);
}
