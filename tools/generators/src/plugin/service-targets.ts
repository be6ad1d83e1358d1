import { basename } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { checkTarget, libraryTargets, lintTarget } from './library-targets.ts';

/** Targets of an app with a contract. `clients` are the services it calls. */
export function serviceTargets(root: string, clients: readonly string[]): Record<string, TargetConfiguration> {
  const inputs = ['default', 'generated', '^public'];
  return {
    generate: generateTarget(root, clients),
    build: buildTarget(root),
    typecheck: afterGenerate({ ...libraryTargets(root).typecheck, inputs }),
    test: afterGenerate({ ...libraryTargets(root).test, inputs }),
    lint: lintTarget(root),
    serve: serveTarget(root, clients),
  };
}

/** What the contract and the contracts of the called services determine; committed, so this is a no-op when they agree. */
function generateTarget(root: string, clients: readonly string[]): TargetConfiguration {
  return {
    ...checkTarget(`brrt generate ${basename(root)}`, [
      `{projectRoot}/**/*.{yaml,yml}`,
      '!{projectRoot}/config*.yaml',
      ...clients.map((client) => `{workspaceRoot}/apps/${client}/openapi.yaml`),
      '{workspaceRoot}/tools/generators/src/emit/**/*',
      '{workspaceRoot}/libs/service-model/src/**/*',
      { externalDependencies: ['openapi-typescript', 'ts-morph', 'yaml'] },
    ]),
    outputs: ['{projectRoot}/src/generated'],
  };
}

function buildTarget(root: string): TargetConfiguration {
  return afterGenerate({
    ...checkTarget(`brrt build ${basename(root)}`, [
      'production',
      'generated',
      '^public',
      '{workspaceRoot}/tools/generators/src/build/**/*',
      { externalDependencies: ['esbuild', 'find-my-way', 'ajv'] },
    ]),
    outputs: ['{workspaceRoot}/dist/{projectRoot}'],
  });
}

function serveTarget(root: string, clients: readonly string[]): TargetConfiguration {
  return {
    command: `brrt serve ${basename(root)}`,
    continuous: true,
    dependsOn: ['generate', ...(clients.length > 0 ? [{ projects: [...clients], target: 'serve' }] : [])],
    options: { cwd: '{workspaceRoot}' },
  };
}

function afterGenerate(target: TargetConfiguration): TargetConfiguration {
  return { ...target, dependsOn: ['generate'] };
}
