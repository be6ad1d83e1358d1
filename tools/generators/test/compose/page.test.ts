import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { composedModel } from './composed.ts';

const workspace = join(import.meta.dirname, '../../../..');
const page = readFileSync(join(workspace, 'docs/bff.md'), 'utf8');

function block(name: string): string {
  return new RegExp(`\`\`\`yaml ${name}\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';
}

it('docs/bff.md shows what can be composed of the applications', async () => {
  const [petstore = '', users = ''] = ['petstore', 'user-service'].map((app) =>
    readFileSync(join(workspace, `apps/${app}/openapi.yaml`), 'utf8'),
  );
  const { operations, securitySchemes } = await composedModel({
    composition: block('composition'),
    aggregates: block('aggregates'),
    services: { petstore, 'user-service': users },
  });
  expect(Object.keys(securitySchemes)).toEqual(['WebKey', 'PartnerToken']);
  const partner = operations.filter(({ path }) => path.startsWith('/partner/'));
  expect(partner.map(({ id, path, security }) => [id, path, security.length])).toEqual([
    ['partner_petstore_list_pets', '/partner/v1/pets', 0],
    ['partner_pet', '/partner/v1/animals/{id}', 1],
    ['partner_petstore_stream_events', expect.stringMatching('^/partner/v1/'), 1],
  ]);
  expect(operations.find(({ id }) => id === 'getHome')).toMatchObject({ path: '/web/home/{id}' });
});

it('lists every code that a composition can be refused with', () => {
  const folder = join(workspace, 'tools/generators/src/compose');
  const files = [
    'read-composition',
    'composition-file',
    'compose',
    'composed-paths',
    'place-service',
    'place-aggregates',
  ];
  const codes = files.flatMap(
    (file) => readFileSync(join(folder, `${file}.ts`), 'utf8').match(/'composition-[a-z]+'/g) ?? [],
  );
  for (const code of new Set(codes)) expect(page).toContain(`\`${code.slice(1, -1)}\``);
});
