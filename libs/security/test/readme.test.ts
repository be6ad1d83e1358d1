import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@brrt/router-core/config';
import { createWebhookSecret } from '@brrt/router-core/webhooks';
import { expect, it } from 'vitest';
import { createSecurity, hashPassword } from '../src/index.ts';
import { givenOperation, givenRequest, schemes } from './given.ts';

it('the configuration in the README works', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const yaml = /```yaml\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'readme-'));
  await writeFile(join(folder, 'config.yaml'), yaml);
  const secrets = {
    API_KEY: 'one',
    NEXT_API_KEY: 'two',
    SECRET: 'three',
    ADA_HASH: await hashPassword('secret'),
    REDIS_URL: 'redis://cache:6379',
    WEBHOOK_SECRET: createWebhookSecret(),
  };
  const env = { ...secrets, NODE_ENV: 'production' };
  const config = await readConfig({ directory: folder, env });
  await rm(folder, { recursive: true });
  const names = {
    ApiKeyHeader: { ...schemes.ApiKey, name: 'ApiKeyHeader' },
    BearerAuth: { ...schemes.Bearer, name: 'BearerAuth' },
    PartnerKey: { ...schemes.QueryKey, name: 'PartnerKey' },
    Login: { ...schemes.OAuth, name: 'Login' },
    Session: { ...schemes.Bearer, name: 'Session' },
    Staff: { ...schemes.Basic, name: 'Staff' },
    Sender: { ...schemes.Webhook, name: 'Sender' },
  };
  const security = Object.keys(names).map((scheme) => [{ scheme, scopes: [] }]);
  const contract = { operations: [givenOperation({ id: 'createPet', security })], securitySchemes: names };
  const { handlers, warnings } = createSecurity(contract, config);
  expect(warnings).toEqual([]);
  expect(await handlers.ApiKeyHeader?.authenticate(givenRequest({ 'X-API-Key': 'two' }), ['admin'])).toMatchObject({
    outcome: 'authenticated',
  });
});

const page = await readFile(join(import.meta.dirname, '../../../docs/identity.md'), 'utf8');

it.each([...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => [yaml.split('\n', 1)[0] ?? '', yaml]))(
  'the configuration in docs/identity.md is read: %s',
  async (_first, yaml) => {
    const folder = await mkdtemp(join(tmpdir(), 'identity-'));
    await writeFile(join(folder, 'config.yaml'), yaml);
    const config = await readConfig({ directory: folder, env: { NODE_ENV: 'production' } });
    await rm(folder, { recursive: true });
    expect(config.warnings).toEqual([]);
  },
);
