import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

const brrt = (...args: readonly string[]) =>
  runProgram(process.execPath, ['tools/generators/src/cli/main.ts', ...args], { cwd: workspaceRoot });

it('docs/command-line.md has what the command says of itself', async () => {
  const page = await readFile(join(workspaceRoot, 'docs/command-line.md'), 'utf8');
  const { code, output } = await brrt('--help');
  expect(code).toBe(0);
  expect(/```text\n([\s\S]*?)```/.exec(page)?.[1]).toBe(output);
});

it.each([
  ['a file that is not there', ['lint', 'no-such-file.yaml'], 2],
  ['no command', ['lnt'], 2],
  ['an option that nobody has', ['lint', '--nix'], 2],
  [
    'a second contract, which would not be looked at',
    ['lint', 'apps/bff/openapi.yaml', 'apps/petstore/openapi.yaml'],
    2,
  ],
  ['a second app', ['lint-deploy', 'bff', 'petstore'], 2],
  ['a second folder', ['layers', 'apps/bff', 'libs'], 2],
  ['a word behind what takes none', ['dev', 'traces', 'bff'], 2],
  ['a contract without findings that fail', ['lint', 'apps/user-service/openapi.yaml'], 0],
])('the exit code after %s', async (_name, args, wanted) => {
  expect((await brrt(...args)).code).toBe(wanted);
});

it.each([
  ['--version', /^\d+\.\d+\.\d+\n$/],
  ['-v', /^\d+\.\d+\.\d+\n$/],
])('says which version it is: %s', async (option, wanted) => {
  expect(await brrt(option)).toMatchObject({ code: 0, output: expect.stringMatching(wanted) });
});

it('prints nothing about colours that Nx wants and NO_COLOR does not', async () => {
  const program = ['tools/generators/bin/brrt.cjs', 'lint', 'apps/user-service/openapi.yaml', '--json'];
  const options = { cwd: workspaceRoot, env: { FORCE_COLOR: 'true', NO_COLOR: '1' } };
  expect((await runProgram(process.execPath, program, options)).errors).not.toContain('NO_COLOR');
});

it('explains one command, asked for either way', async () => {
  const [asked, other] = await Promise.all([brrt('help', 'lint'), brrt('lint', '--help')]);
  expect(asked.output).toBe(other.output);
  expect(asked.output).toMatch(/^brrt lint <spec>/);
  expect((await brrt('help', 'lnt')).code).toBe(2);
});

it('each command that reports has a result for machines', async () => {
  for (const args of [
    ['lint', 'apps/user-service/openapi.yaml', '--json'],
    ['diff', 'apps/user-service/openapi.yaml', 'apps/user-service/openapi.yaml', '--json'],
    ['layers', 'apps/bff', '--json'],
  ]) {
    const { output, errors } = await brrt(...args);
    expect(() => JSON.parse(output.replace(errors, '')), args.join(' ')).not.toThrow();
  }
});
