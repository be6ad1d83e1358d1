import { join } from 'node:path';
import { loadServiceModel, type ServiceModel } from '@brrt/service-model';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { describe, expect, it } from 'vitest';
import { propertyName, stringLiteral } from '../src/emit/code-text.ts';
import { directionalSchemas } from '../src/emit/directional-schemas.ts';
import { emitTypes } from '../src/emit/emit-types.ts';
import { schemaTypes } from '../src/emit/schema-types.ts';
import { librarySpec } from './generator-tree.ts';
import { typeCheck } from './type-check.ts';

const apps = join(import.meta.dirname, '../../../apps');
const contracts: readonly (readonly [name: string, file: string])[] = [
  ['the fixture', librarySpec],
  ...['petstore', 'user-service', 'bff'].map((app) => [app, join(apps, app, 'openapi.yaml')] as const),
];

/** For each schema a line that compiles only where our type can stand for that of openapi-typescript. */
function comparison(model: ServiceModel): string {
  const names = directionalSchemas(model.schemas);
  const lines = Object.keys(model.schemas).map((name) => {
    const ours = `Ours.${names.typeName(name, 'response')}`;
    return `expectStandsFor<${ours}, Theirs[${stringLiteral(name)}]>(); // ${propertyName(name)}`;
  });
  return [
    'import type { components } from "./theirs.ts";',
    'import type * as Ours from "./types.gen.ts";',
    'type Theirs = components["schemas"];',
    'declare function expectStandsFor<Our extends Their, Their>(): void;',
    ...lines,
    '',
  ].join('\n');
}

async function filesOf(model: ServiceModel): Promise<Readonly<Record<string, string>>> {
  // The document is one of OpenAPI 3.1: the model has been read from it.
  const options = { immutable: true, defaultNonNullable: false };
  const nodes = await openapiTypescript(model.document as unknown as OpenAPI3, options);
  return {
    'types.gen.ts': emitTypes(model, schemaTypes(model.schemas)),
    'theirs.ts': astToString(nodes),
    'comparison.ts': comparison(model),
  };
}

describe('the types of schemas, held against those of openapi-typescript', () => {
  it.each(contracts)('say at least as much: %s', async (_name, file) => {
    const model = await loadServiceModel(file);
    expect(Object.keys(model.schemas).length).toBeGreaterThan(0);
    expect(await typeCheck(await filesOf(model))).toEqual([]);
  });

  it('would show a difference', async () => {
    const model = await loadServiceModel(librarySpec);
    const files = await filesOf(model);
    const [name] = Object.keys(model.schemas);
    const spoilt = files['comparison.ts']?.replace(/expectStandsFor<[^,]+,/, 'expectStandsFor<symbol,') ?? '';
    const errors = await typeCheck({ ...files, 'comparison.ts': spoilt });
    expect(errors, name).toHaveLength(1);
  });
});
