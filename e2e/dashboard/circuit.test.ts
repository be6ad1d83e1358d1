import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ada, bffKey } from '../support/mixed-traffic.ts';
import { launchBrowser } from './support/browser.ts';
import { startWorkspace, type TestWorkspace } from './support/start-workspace.ts';
import { createVisits } from './support/visits.ts';

const browser = await launchBrowser();
const pages = createVisits(browser);
let workspace: TestWorkspace;

/** A breaker that opens after a few calls and stays open. */
async function sharpenBreaker(root: string): Promise<void> {
  const file = join(root, 'apps/bff/config.yaml');
  const config = await readFile(file, 'utf8');
  const breaker = '    breaker: { minimum_calls: 5, open_ms: 600000 }\n';
  const changed = config.replace(/^( {2}petstore:\n)/m, `$1${breaker}`);
  expect(changed).not.toBe(config);
  await writeFile(file, changed);
}

const askForDashboard = async (): Promise<number> =>
  (await fetch(`${workspace.bff}/dashboard/${ada}`, { headers: { 'x-api-key': bffKey } })).status;

/** Every request of an operation of the pet store is answered 500. */
async function fail(operation: string): Promise<void> {
  const { token, url } = JSON.parse(await readFile(join(workspace.root, '.brrt/dashboard.json'), 'utf8'));
  const answer = await fetch(`${url}/api/services/petstore/operations/${operation}/mock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ mode: 'chaos', delayMilliseconds: 0, failShare: 1, status: 500 }),
  });
  expect(answer.status).toBeLessThan(300);
}

describe.skipIf(browser === undefined)('a service that fails, seen from the one that calls it', () => {
  beforeAll(async () => {
    workspace = await startWorkspace(sharpenBreaker);
    expect(await askForDashboard()).toBe(200);
  });
  afterAll(async () => {
    await pages.close();
    await workspace?.[Symbol.asyncDispose]();
  });

  it('shows the open circuit on the card of the caller, and in its numbers what that saved', async () => {
    const numbers = await pages.visit(workspace.url, '/metrics/bff?tab=runtime');
    const row = numbers.getByRole('group', { name: 'Calls to other services' }).locator('tr', { hasText: 'petstore' });
    await row.getByText('circuit closed').waitFor();
    for (const operation of ['list_user_orders', 'get_user_recommendations']) await fail(operation);
    for (let time = 0; time < 20; time += 1) expect([502, 503]).toContain(await askForDashboard());
    await row.getByText('circuit open').waitFor();
    await expect.poll(async () => Number(await row.locator('td').nth(6).textContent())).toBeGreaterThan(0);
    expect(pages.faults()).toEqual([]);
    const services = await pages.visit(workspace.url, '/');
    const card = services.locator('[data-service=bff]');
    await card.getByText('circuit open').waitFor();
    await card.getByText('Ready', { exact: true }).waitFor();
    expect(pages.faults()).toEqual([]);
  });
});
