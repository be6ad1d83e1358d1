import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProjectConfiguration } from '@nx/devkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodes } from './create-nodes.ts';

let workspaceRoot = '';
let projects: Readonly<Record<string, ProjectConfiguration>> = {};

const files = [
  'apps/petstore/openapi.yaml',
  'apps/petstore/tsconfig.json',
  'apps/bff/openapi.yaml',
  'apps/bff/src/generated/clients/petstore.gen.ts',
  'apps/bff/src/generated/clients/elsewhere.gen.ts',
  'apps/bff/src/generated/clients/notes.txt',
  'apps/batch/tsconfig.json',
  'libs/service-model/tsconfig.json',
  'libs/router-core/tsconfig.json',
  'libs/security/tsconfig.json',
  'tools/generators/tsconfig.json',
];

beforeAll(async () => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'brrt-plugin-'));
  for (const file of files) plant(file);
  const markers = files.filter((file) => /^[^/]+\/[^/]+\/(?:openapi\.yaml|tsconfig\.json)$/.test(file));
  const found = await createNodes[1](markers, undefined, { workspaceRoot, nxJsonConfiguration: {} });
  const all = found.flatMap(([, { projects = {} }]) => Object.entries(projects));
  projects = Object.fromEntries(all.map(([root, project]) => [project.name ?? '', { ...project, root }]));
});

afterAll(() => rmSync(workspaceRoot, { recursive: true }));

const serviceTargets = ['build', 'contract', 'generate', 'lint', 'lint-spec', 'mock', 'serve', 'test', 'typecheck'];

describe('projects', () => {
  it.each([
    ['petstore', 'apps/petstore', 'layer:app', serviceTargets],
    ['bff', 'apps/bff', 'layer:app', serviceTargets],
    ['batch', 'apps/batch', 'layer:app', ['lint', 'test', 'typecheck']],
    ['service-model', 'libs/service-model', 'layer:model', ['lint', 'test', 'typecheck']],
    ['router-core', 'libs/router-core', 'layer:core', ['lint', 'test', 'typecheck']],
    ['security', 'libs/security', 'layer:extension', ['lint', 'test', 'typecheck']],
    ['generators', 'tools/generators', 'layer:tool', ['lint', 'test', 'typecheck']],
  ])('%s is found by its folder', (name, root, tag, targets) => {
    expect(projects[name]?.root).toBe(root);
    expect(projects[name]?.tags).toContain(tag);
    expect(Object.keys(projects[name]?.targets ?? {}).sort()).toEqual(targets);
  });
});

describe('targets of a service', () => {
  it('serves the services that it has clients of first', () => {
    expect(projects.bff?.targets?.serve).toMatchObject({
      command: 'brrt serve bff',
      continuous: true,
      dependsOn: ['generate', { projects: ['petstore'], target: 'serve' }],
    });
    expect(projects.petstore?.targets?.serve?.dependsOn).toEqual(['generate']);
  });

  it.each(['build', 'typecheck', 'test'])('has %s wait for generated code and count it among its inputs', (target) => {
    expect(projects.petstore?.targets?.[target]).toMatchObject({ cache: true, dependsOn: ['generate'] });
    expect(projects.petstore?.targets?.[target]?.inputs).toEqual(expect.arrayContaining(['generated', '^public']));
  });

  it('lints its contract before its code', () => {
    expect(projects.petstore?.targets?.['lint-spec']).toMatchObject({
      command: 'brrt lint apps/petstore/openapi.yaml',
      cache: true,
    });
    expect(projects.petstore?.targets?.lint).toMatchObject({
      dependsOn: ['lint-spec'],
      options: { commands: ['biome check apps/petstore', 'brrt layers apps/petstore'] },
    });
    expect(projects.batch?.targets?.lint?.dependsOn).toBeUndefined();
  });

  it('answers from its contract without its code', () => {
    expect(projects.petstore?.targets?.mock).toMatchObject({ command: 'brrt mock petstore', continuous: true });
  });
});

function plant(file: string): void {
  mkdirSync(dirname(join(workspaceRoot, file)), { recursive: true });
  writeFileSync(join(workspaceRoot, file), '');
}
