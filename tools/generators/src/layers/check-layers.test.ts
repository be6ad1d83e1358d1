import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLayers, formatViolation } from './check-layers.ts';

let workspace = '';

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'brrt-layers-'));
  for (const name of ['service-model', 'router-core', 'security', 'observability', 'dashboard'])
    plantPackage(`libs/${name}`, `@brrt/${name}`);
  plantPackage('tools/generators', 'brrt');
  plantPackage('libs/money', '@my/money');
  plantPackage('libs/webhooks', '@my/webhooks');
  plant('apps/petstore/src/main.ts', "import '@brrt/router-core';\nimport '@brrt/security';\n");
  plant('apps/bff/src/main.ts', "import './service.ts';\n");
});

afterEach(() => rmSync(workspace, { recursive: true }));

describe('planted violations', () => {
  it.each([
    [
      'the model imports the router',
      'libs/service-model/src/a.ts',
      "import '@brrt/router-core';",
      'libs/router-core is core',
    ],
    [
      'the model borrows a type',
      'libs/service-model/src/a.ts',
      "import type { A } from '@brrt/router-core';",
      'is core',
    ],
    ['the router imports an extension', 'libs/router-core/src/a.ts', "export * from '@brrt/security';", 'is extension'],
    [
      'an extension imports another',
      'libs/security/src/a.ts',
      "import { a } from '@brrt/observability';",
      'is extension',
    ],
    ['an extension runs the model', 'libs/security/src/a.ts', "import { a } from '@brrt/service-model';", 'is model'],
    [
      'an extension prints',
      'libs/security/src/a.ts',
      "import { a } from '@brrt/router-core/print';",
      'core, tool, outside only',
    ],
    [
      'the dashboard reads contracts',
      'libs/dashboard/src/a.ts',
      "import { a } from '@brrt/service-model';",
      'is model',
    ],
    ['an app imports the dashboard', 'apps/bff/src/a.ts', "import '@brrt/dashboard';", 'libs/dashboard is dashboard'],
    [
      'a library of a workspace imports an app',
      'libs/money/src/a.ts',
      "import '../../../apps/bff/src/main.ts';",
      'apps/bff is app',
    ],
    ['an app imports an app', 'apps/bff/src/a.ts', "import '../../petstore/src/main.ts';", 'apps/petstore is app'],
    ['an app imports the tools', 'apps/bff/src/a.ts', "import 'brrt';", 'tools/generators is tool'],
    [
      'a library imports the tools later',
      'libs/security/src/a.ts',
      "await import('brrt');",
      'tools/generators is tool',
    ],
    [
      'a tool reaches into an app',
      'tools/generators/src/a.ts',
      "import '../../../apps/bff/src/main.ts';",
      'apps/bff is app',
    ],
    [
      'a path into another package',
      'apps/bff/src/a.ts',
      "import '../../../libs/security/src/b.ts';",
      "import '@brrt/security' instead",
    ],
    ['a required neighbour', 'libs/security/src/a.cjs', "require('@brrt/observability');", 'is extension'],
    [
      'the pipeline opens a socket',
      'libs/router-core/src/pipeline/a.ts',
      "import { createServer } from 'node:http';",
      'never touches sockets',
    ],
    [
      'the pipeline opens an unprefixed socket',
      'libs/router-core/src/pipeline/a.ts',
      "import net from 'net';",
      'never touches sockets',
    ],
    [
      'an emitter reads the disk',
      'tools/generators/src/emit/a.ts',
      "import { readFileSync } from 'node:fs';",
      'emitters are pure',
    ],
    [
      'an emitter borrows a type of Nx',
      'tools/generators/src/emit/a.ts',
      "import type { Tree } from '@nx/devkit';",
      'emitters are pure',
    ],
  ])('%s', (_name, file, text, message) => {
    plant(file, `\n${text}\n`);
    const { violations } = checkLayers(workspace);
    expect(violations.map(({ file, line }) => `${file}:${line}`)).toEqual([`${file}:2`]);
    expect(violations.map(formatViolation).join()).toContain(message);
  });
});

describe('what the rules allow', () => {
  it.each([
    ['the router imports the model', 'libs/router-core/src/a.ts', "import '@brrt/service-model';"],
    ['an extension imports the ports', 'libs/security/src/a.ts', "import '@brrt/router-core/ports';"],
    [
      'an extension borrows types of the model',
      'libs/security/src/a.ts',
      "import type { A } from '@brrt/service-model';",
    ],
    ['libraries of a workspace know one another', 'libs/webhooks/src/a.ts', "import '@my/money';"],
    ['an app imports one of them', 'apps/bff/src/a.ts', "import '@my/webhooks';"],
    ['a tool prints', 'tools/generators/src/a.ts', "import '@brrt/router-core/print';"],
    [
      'the pipeline borrows a type of node:http',
      'libs/router-core/src/pipeline/a.ts',
      "import type { A } from 'node:http';",
    ],
    ['another folder of the router opens a socket', 'libs/router-core/src/http/a.ts', "import 'node:http';"],
    ['a test of an emitter reads a golden file', 'tools/generators/src/emit/a.test.ts', "import 'node:fs';"],
    [
      'end-to-end tests use everything',
      'e2e/a.test.ts',
      "import '../tools/generators/src/index.ts';\nimport '@brrt/security';",
    ],
    [
      'a specifier in a comment or a string',
      'libs/service-model/src/a.ts',
      "// import '@brrt/security'\nconst a = \"import 'brrt'\";",
    ],
  ])('%s', (_name, file, text) => {
    plant(file, text);
    expect(checkLayers(workspace).violations).toEqual([]);
  });
});

it('reports only the folder it is asked about', () => {
  plant('apps/bff/src/a.ts', "import 'brrt';");
  expect(checkLayers(workspace, 'apps/petstore').violations).toEqual([]);
  expect(checkLayers(workspace, 'apps/bff').violations).toHaveLength(1);
});

it('refuses a folder that is no project', () => {
  expect(() => checkLayers(workspace, 'apps/none')).toThrow('There is no project in apps/none');
});

function plantPackage(root: string, name: string): void {
  plant(`${root}/package.json`, JSON.stringify({ name }));
  plant(`${root}/src/index.ts`, 'export {};\n');
}

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(workspace, file)), { recursive: true });
  writeFileSync(join(workspace, file), text);
}
