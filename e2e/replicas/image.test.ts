import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildApp } from '../../tools/generators/src/build/build-app.ts';
import { findApp } from '../../tools/generators/src/cli/app-folder.ts';
import { findFreePort } from '../support/free-port.ts';
import type { RunningProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { Container, type ImageStage, readLastStage } from './image.ts';

// The last stage of a Dockerfile as it would run, without Docker: its files alone, its user, a file system that is read-only.

const left = new AsyncDisposableStack();
const deploy = join(workspaceRoot, 'apps/petstore/deploy');
let stage: ImageStage;
let container: Container;
let petstore: RunningProgram;
let url = '';
let env: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  await buildApp(workspaceRoot, findApp(workspaceRoot, 'petstore'));
  stage = readLastStage(await readFile(join(deploy, 'Dockerfile'), 'utf8'));
  container = left.use(await Container.make(stage));
  const secret = parse(await readFile(join(deploy, 'secret.example.yaml'), 'utf8')) as { readonly data: object }; // our own
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  const values = Object.keys(secret.data).map((name) => [
    name,
    name.endsWith('_JWKS_URL') ? 'http://localhost:9/keys' : `value-of-${name}`,
  ]);
  env = { ...Object.fromEntries(values), PORT: String(port) };
  petstore = left.use(container.run(stage.command, env));
  await petstore.printed(/listens on/);
});

afterAll(() => left.disposeAsync());

it('serves as nobody, with the variables that the manifests name', async () => {
  expect(stage.user).toBe('10001:10001');
  expect((await fetch(`${url}/pets`)).status).toBe(401);
  const pets = await fetch(`${url}/pets`, { headers: { 'x-api-key': 'value-of-PETSTORE_API_KEY' } });
  expect(pets.status).toBe(200);
  const development = await fetch(`${url}/pets`, { headers: { 'x-api-key': 'petstore-header-key-6f1d0c94' } });
  expect(development.status).toBe(401);
});

it('has a health check that needs no other program', async () => {
  await using check = container.run(stage.healthcheck, env);
  expect(await check.exited).toBe(0);
  await using elsewhere = container.run(stage.healthcheck, { ...env, PORT: String(await findFreePort()) });
  expect(await elsewhere.exited).toBe(1);
});

it('writes to /tmp and nowhere else', async () => {
  await using temporary = container.run(['touch', '/tmp/here']);
  expect(await temporary.exited).toBe(0);
  for (const path of ['main.mjs', 'new-file', '/var/tmp/new-file']) {
    await using touched = container.run(['touch', path]);
    expect([path, await touched.exited]).toEqual([path, 1]);
  }
  // Where everybody may write as a rule.
  await using elsewhere = container.run(['touch', '/var/tmp/new-file']);
  await elsewhere.exited;
  expect(elsewhere.output()).toContain('Read-only file system');
});

it('brings nothing of the workspace and no key of developers', async () => {
  await using listed = container.run(['ls', '.', workspaceRoot]);
  expect(await listed.exited).toBe(0);
  expect(listed.output()).toContain('main.mjs');
  expect(listed.output()).not.toMatch(/config\.development|node_modules|package-lock/);
});

it('drains on the signal that the image names', async () => {
  process.kill(petstore.pid, stage.stopSignal);
  expect(await petstore.exited).toBe(0);
});
