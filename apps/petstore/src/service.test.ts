import { join } from 'node:path';
import { fromContract } from '@brrt/router-core';
import { defaultConfig } from '@brrt/router-core/config';
import { readServiceModel } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { contract } from './generated/contract.gen.ts';
import { handlers } from './handlers/index.ts';
import { createPetstoreService } from './service.ts';

describe('the contract', () => {
  it('gives no diagnostics', async () => {
    const { diagnostics } = await readServiceModel(join(import.meta.dirname, '../openapi.yaml'));
    expect(diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('has every operation written by hand', () => {
    expect(Object.keys(handlers).sort()).toEqual(contract.model.operations.map(({ name }) => name).sort());
    expect(Object.values(handlers)).not.toContain(fromContract);
  });
});

it('does not start without credentials, and says for which schemes', async () => {
  await expect(createPetstoreService(defaultConfig())).rejects.toThrow(/ApiKeyHeader[\s\S]*BearerAuth[\s\S]*OAuth2/);
});
