import { expect, it } from 'vitest';
import { checkLockFile } from './check-lock-file.ts';

const optional = { optionalDependencies: { native: '1.0.0' } };

it.each([
  ['has every optional package', { '': optional, 'node_modules/native': {} }, []],
  [
    'has it beside the package that needs it',
    { 'node_modules/a': optional, 'node_modules/a/node_modules/native': {} },
    [],
  ],
  ['has it above', { 'node_modules/a/node_modules/b': optional, 'node_modules/a/node_modules/native': {} }, []],
  [
    'lacks one',
    { '': optional },
    ['The workspace needs native on some platform, and the lock file has no entry for it'],
  ],
  [
    'has it only inside another package',
    { 'node_modules/a': optional, 'node_modules/b/node_modules/native': {} },
    ['node_modules/a needs native on some platform, and the lock file has no entry for it'],
  ],
  ['links a workspace', { 'node_modules/a': { resolved: 'libs/a' } }, []],
  [
    'names a registry',
    { 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } },
    ['node_modules/a is bound to https://registry.example/a.tgz'],
  ],
])('a lock file that %s', (_name, packages, problems) => {
  expect(checkLockFile({ packages })).toEqual(problems);
});
