import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findFreePort } from '../support/free-port.ts';
import { type LocalApp, startApp } from '../support/local-apps.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy } from '../support/workspace-copy.ts';

let copy: WorkspaceCopy;
const nx = (...args: readonly string[]) => runProgram('npx', ['nx', ...args], { cwd: copy.root });
const generate = ['g', 'brrt:bff', 'shop', '--services', 'petstore,user-service', '--contracts', 'web,mobile,partner'];

beforeAll(async () => {
  copy = await copyWorkspace();
});
afterAll(() => copy[Symbol.asyncDispose]());

it('writes nothing with --dry-run, and lists what it would write', async () => {
  const { code, output } = await nx(...generate, '--dry-run');
  expect(code, output).toBe(0);
  expect(output).toContain('CREATE apps/shop/composition.yaml');
  await expect(readFile(join(copy.root, 'apps/shop/composition.yaml'))).rejects.toThrow('ENOENT');
});

it('makes a BFF that compiles, calls its services, is in sync, and stays as it is', async () => {
  const made = await nx(...generate);
  expect(made.code, made.output).toBe(0);
  const checked = await nx('run-many', '-t', 'typecheck', 'lint', '-p', 'shop');
  expect(checked.code, checked.output).toBe(0);
  const again = await nx(...generate);
  expect(again.output).not.toMatch(/^(?:CREATE|UPDATE|DELETE) /m);
  const shown = await nx('show', 'project', 'shop', '--json');
  const { targets } = JSON.parse(shown.output.slice(shown.output.indexOf('{')));
  expect(targets.serve.dependsOn).toContainEqual({ projects: ['petstore', 'user-service'], target: 'serve' });
  const synced = await nx('sync:check');
  expect(synced.code, synced.output).toBe(0);
});

it('says which files do not follow when the contract of a service has changed', async () => {
  const contract = join(copy.root, 'apps/user-service/openapi.yaml');
  const before = await readFile(contract, 'utf8');
  await writeFile(contract, before.replace('summary: The pets of a user', 'summary: Pets, as the store has them'));
  const { code, output } = await nx('sync:check');
  expect(code).not.toBe(0);
  expect(output).toContain('apps/shop/openapi.yaml');
  await writeFile(contract, before);
  expect((await nx('sync:check')).code).toBe(0);
});

it('names both places when two operations clash', async () => {
  const composition = join(copy.root, 'apps/shop/composition.yaml');
  const before = await readFile(composition, 'utf8');
  await writeFile(composition, before.replaceAll('"/user-service"', '"/petstore"'));
  const { code, output } = await nx('sync:check');
  expect(code).not.toBe(0);
  expect(output).toMatch(
    /apps\/shop\/composition\.yaml:\d+:\d+ composition-clash .*user-service: \w+ \(apps\/user-service\/openapi\.yaml:\d+\) and petstore: \w+ \(apps\/petstore\/openapi\.yaml:\d+\)/,
  );
  await writeFile(composition, before);
});

it('serves each kind of client from the real services', async () => {
  await using petstore: LocalApp = await startApp('petstore');
  await using users: LocalApp = await startApp('user-service', { PETSTORE_URL: petstore.url });
  const port = await findFreePort();
  await using shop: RunningProgram = startProgram('npx', ['brrt', 'serve', 'shop'], {
    cwd: copy.root,
    env: { PORT: String(port), PETSTORE_URL: petstore.url, USER_SERVICE_URL: users.url },
  });
  await shop.printed(/shop is ready/);
  const { security } = parse(await readFile(join(copy.root, 'apps/shop/config.development.yaml'), 'utf8'));
  const keys = [
    security.development.WebKey.key,
    security.development.MobileKey.key,
    security.development.PartnerKey.key,
  ];
  for (const [index, kind] of ['web', 'mobile', 'partner'].entries()) {
    const statuses = [];
    for (const key of keys) {
      const path = `/${kind}/user-service/users/00000000-0000-4000-8000-000000000001`;
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'X-API-Key': key } });
      statuses.push(response.status);
      if (response.ok) expect(await response.json()).toMatchObject({ name: 'Ada Lovelace' });
    }
    expect(statuses).toEqual([401, 401, 401].with(index, 200));
    const pets = await fetch(`http://127.0.0.1:${port}/${kind}/petstore/pets?limit=1`, {
      headers: { 'X-API-Key': keys[index] },
    });
    expect(await pets.json()).toHaveLength(1);
  }
});
