import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { generate } from './generate.ts';

let workspaceRoot = '';
beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'brrt-generate-'));
});
afterEach(() => rmSync(workspaceRoot, { recursive: true, force: true }));

function write(app: string, path: string, text: string): void {
  mkdirSync(join(workspaceRoot, 'apps', app, 'src/generated/clients'), { recursive: true });
  writeFileSync(join(workspaceRoot, 'apps', app, path), text);
}

async function run(app: string): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const context = {
    workspaceRoot,
    env: {},
    print: (line: string) => lines.push(line),
    warn: (line: string) => lines.push(line),
  };
  return { code: await generate.run([app], context as never), lines };
}

const contract = (id: string, schema: string): string => `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get:
      operationId: ${id}
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/${schema}' } } } } }
components: { schemas: { ${schema}: { type: object } } }
`;

it('says each name that is otherwise in code, of its own contract and of its clients, with its place', async () => {
  write('shop', 'openapi.yaml', contract('delete', 'string'));
  write('shop', 'src/generated/clients/pets.gen.ts', '// brrt:client {"service":"pets","operations":"all"}\n');
  write('pets', 'openapi.yaml', contract('getPet', 'GetPetCall'));
  const { code, lines } = await run('shop');
  expect(code).toBe(0);
  expect(lines.filter((line) => line.includes('changed-name'))).toEqual([
    expect.stringMatching(/^note apps\/shop\/openapi\.yaml:6:\d+ changed-name .*"delete" becomes "deleteOperation"/),
    expect.stringMatching(/^note apps\/shop\/openapi\.yaml:8:\d+ changed-name .*"string" becomes "stringSchema"/),
    expect.stringMatching(
      /^note apps\/pets\/openapi\.yaml:8:\d+ changed-name In the client of pets.*"GetPetCall" becomes "GetPetCall2"/,
    ),
  ]);
});

it('says nothing of names that are as one would expect', async () => {
  write('shop', 'openapi.yaml', contract('list_pets', 'simple-user'));
  const { code, lines } = await run('shop');
  expect(code).toBe(0);
  expect(lines.filter((line) => line.startsWith('note'))).toEqual([]);
  expect(lines).toContain('wrote apps/shop/src/generated/handlers.gen.ts');
});
