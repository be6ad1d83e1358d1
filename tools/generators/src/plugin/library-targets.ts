import type { TargetConfiguration } from '@nx/devkit';

const typeScript = 'node node_modules/typescript-native/bin/tsc';

/** Targets that every project has: `typecheck`, `test`, `lint`. */
export function libraryTargets(root: string): Record<string, TargetConfiguration> {
  return {
    typecheck: checkTarget(`${typeScript} -p ${root}/tsconfig.json`, ['default', '^public']),
    test: checkTarget(`vitest run --project "unit*" --passWithNoTests ${root}/`, ['default', '^public']),
    lint: lintTarget(root),
  };
}

/** Of a package that is made of a generated client: the same, and what npm publishes. */
export function packageTargets(root: string): Record<string, TargetConfiguration> {
  const inputs = ['default', '{projectRoot}/src/generated/**/*', '^public'];
  return {
    ...libraryTargets(root),
    build: { ...checkTarget(`brrt build ${root}`, inputs), outputs: ['{projectRoot}/dist'] },
  };
}

/** A cached command at the root of the workspace that writes nothing. */
export function checkTarget(command: string, inputs: TargetConfiguration['inputs'] & object): TargetConfiguration {
  return { command, cache: true, inputs: [...inputs], outputs: [], options: { cwd: '{workspaceRoot}' } };
}

/** Format and lint rules, then the layer rules, of one project; then what is its own. */
export function lintTarget(root: string, own: readonly string[] = []): TargetConfiguration {
  return {
    executor: 'nx:run-commands',
    cache: true,
    inputs: ['default', '{workspaceRoot}/tools/generators/src/layers/**/*'],
    outputs: [],
    options: {
      commands: [`biome check ${root}`, `brrt layers ${root}`, ...own],
      parallel: false,
      cwd: '{workspaceRoot}',
    },
  };
}
