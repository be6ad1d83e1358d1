import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownEnvironment } from './own-environment.ts';

const app = (name: string) => ({ name, root: `apps/${name}`, folder: `/apps/${name}` });

/** A process with the arguments of an Nx that was asked for something. */
async function startNx(...args: readonly string[]) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', ...args], { stdio: 'ignore' });
  await once(child, 'spawn');
  return child;
}

describe.each([[['serve', 'bff']], [['run', 'bff:serve']], [['run-many', '-t', 'serve', '-p=bff,web']]])(
  'PORT of nx %j',
  (args) => {
    let nx: Awaited<ReturnType<typeof startNx>>;
    beforeAll(async () => {
      nx = await startNx(...args);
    });
    afterAll(() => nx.kill());

    it('is that of the app it was asked for, and of no service that this one calls', async () => {
      const env = { PORT: '9000', NX_INVOCATION_ROOT_PID: String(nx.pid), OTHER: 'x' };
      expect(await ownEnvironment(app('bff'), env)).toEqual(env);
      expect(await ownEnvironment(app('bff-2'), env)).toEqual({ ...env, PORT: undefined });
      expect(await ownEnvironment(app('petstore'), env)).toEqual({ ...env, PORT: undefined });
    });
  },
);

it.each([
  ['without Nx', { PORT: '9000' }],
  ['without a port', { NX_INVOCATION_ROOT_PID: '1' }],
  ['of a process that is gone', { PORT: '9000', NX_INVOCATION_ROOT_PID: '999999999' }],
])('%s the environment stays as it is', async (_name, env) => {
  expect(await ownEnvironment(app('petstore'), env)).toBe(env);
});
