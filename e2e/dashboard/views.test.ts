import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReceiver } from '../../libs/webhooks/test/receiver.ts';
import { ada, bffKey, petstoreKey } from '../support/mixed-traffic.ts';
import { findBarriers } from './support/accessibility.ts';
import { desktop, launchBrowser, type PageOptions, phone } from './support/browser.ts';
import { encodeLogs } from './support/otlp-json.ts';
import { startWorkspace, type TestWorkspace } from './support/start-workspace.ts';
import { createVisits } from './support/visits.ts';

const browser = await launchBrowser();
const pages = createVisits(browser);
let workspace: TestWorkspace;

const visit = (path: string, options: Partial<PageOptions> = {}): Promise<Page> =>
  pages.visit(workspace.url, path, options);

async function sendLogs(logs: Parameters<typeof encodeLogs>[0]): Promise<void> {
  const response = await fetch(`${workspace.otlpUrl}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(encodeLogs(logs)),
  });
  expect(response.status).toBe(200);
}

const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send', exact: true }).click();

describe.skipIf(browser === undefined)('views over real services', () => {
  beforeAll(async () => {
    workspace = await startWorkspace();
    const key = { 'x-api-key': petstoreKey };
    const json = { ...key, 'content-type': 'application/json' };
    const requests: readonly (readonly [string, RequestInit?])[] = [
      [`${workspace.petstore}/pets`, { headers: key }],
      [`${workspace.petstore}/pets?limit=2`, { headers: key }],
      [`${workspace.petstore}/pets?limit=many`, { headers: key }],
      [`${workspace.petstore}/pets`, { method: 'POST', headers: json, body: '{"name":""}' }],
      [`${workspace.bff}/dashboard/${ada}`, { headers: { 'x-api-key': bffKey } }],
    ];
    for (const [url, init] of requests) await (await fetch(url, init)).arrayBuffer();
  });
  afterAll(async () => {
    await pages.close();
    await workspace?.[Symbol.asyncDispose]();
  });

  it('shows the services with state and address, and stops and starts one', async () => {
    const page = await visit('/');
    const card = page.locator('[data-service=petstore]');
    await card.getByText('Ready', { exact: true }).waitFor();
    expect(await card.getByRole('link', { name: workspace.petstore }).getAttribute('href')).toBe(workspace.petstore);
    expect(await page.locator('.service-card').count()).toBe(3);
    await card.getByText('database ok').waitFor();
    await card.getByRole('button', { name: 'Stop petstore' }).click();
    await card.getByText('Stopped', { exact: true }).waitFor();
    await card.getByRole('link', { name: 'Console' }).click();
    await page.locator('.operation', { hasText: '/pets' }).first().click();
    await send(page);
    await page.getByText('petstore does not run').waitFor();
    // Nothing of the request is wrong.
    expect(await page.locator('.result-refused').count()).toBe(0);
    await page.getByRole('link', { name: 'Services' }).first().click();
    await card.getByRole('button', { name: 'Start petstore' }).click();
    await card.getByText('Ready', { exact: true }).waitFor();
    expect(pages.faults()).toEqual([]);
  });

  it('calls an operation with the key of development: answer, both checks, and the trace of that request', async () => {
    const page = await visit('/console/petstore/add_pet');
    await page.getByLabel('name', { exact: false }).first().fill('Ida');
    await page.keyboard.press('Control+Enter');
    await page.locator('.result-status', { hasText: '201' }).waitFor();
    expect(await page.locator('.check.good').allTextContents()).toEqual([
      'Request fits the contract',
      'Answer fits the contract',
    ]);
    expect(await page.locator('.result-lines').textContent()).toContain('"name": "Ida"');
    await page.locator('.mini-span', { hasText: 'validate' }).first().waitFor();
    const spans = await page.locator('.mini-name').allTextContents();
    expect(spans.map((name) => name.trim())).toEqual(expect.arrayContaining(['POST /pets', 'authenticate', 'handle']));
    const traceId = (await page.locator('.mini-waterfall a.mono').textContent()) ?? '';
    const log = { service: 'petstore', severity: 'info', at: Date.now(), traceId } as const;
    await sendLogs([{ ...log, body: '\u001b[31mred\u001b[0m <b>bold</b>' }]);
    await page.locator('.result-log', { hasText: 'red' }).waitFor();
    expect(await page.locator('.result-log', { hasText: 'red' }).textContent()).toBe('red <b>bold</b>');
    await page.getByRole('tab', { name: 'Code' }).click();
    expect(await page.locator('.samples').textContent()).not.toContain(petstoreKey);
    await page.locator('.mini-span').first().click();
    await page.waitForURL('**/traces/*');
    expect(pages.faults()).toEqual([]);
  });

  it('says at the field what breaks the contract, sends it only when asked to, and shows the refusal', async () => {
    const page = await visit('/console/petstore/add_pet');
    const name = page.locator('[data-pointer="body/name"] input');
    await name.fill('');
    await send(page);
    await page.locator('.result-status', { hasText: 'Not sent' }).waitFor();
    expect(await page.locator('[data-pointer="body/name"] .form-problem').first().textContent()).toContain(
      '1 character',
    );
    await page.locator('.check.bad button', { hasText: '/name' }).first().click();
    await page.locator('[data-pointer="body/name"] input:focus').waitFor();
    await page.getByLabel('Send although invalid').check();
    await send(page);
    await page.locator('.result-status', { hasText: '400' }).waitFor();
    expect(pages.faults()).toEqual([]);
  });

  it('keeps what operations were searched for, and shows which one is open', async () => {
    const page = await visit('/console/petstore');
    const search = page.getByLabel('Search in operations');
    await search.fill('pets');
    await page.locator('.operation', { hasText: '/pets' }).first().click();
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
    expect(await search.inputValue()).toBe('pets');
    await search.fill('');
    const last = (await page.locator('.operation').last().getAttribute('href')) ?? '';
    const again = await visit(last);
    const list = await again.locator('.operations').boundingBox();
    const open = await again.locator('.operation[aria-current]').boundingBox();
    // Parts of pixels are rounded.
    expect((open?.y ?? 0) + (open?.height ?? 0)).toBeLessThan((list?.y ?? 0) + (list?.height ?? 0) + 1);
    expect(pages.faults()).toEqual([]);
  });

  it('keeps what is typed as JSON, and says where it breaks', async () => {
    const page = await visit('/console/petstore/add_pet');
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    const text = page.getByLabel('Body as application/json');
    await text.fill('{ "name" :  "Ida", "tags": ["a" "b"] }');
    await page.getByText('Line 1, column 33 (offset 32): A comma or ] is missing').waitFor();
    await text.fill('{ "name" :  "Ida", "tags": ["a"] }');
    await page.getByRole('button', { name: 'Form', exact: true }).click();
    expect(await page.locator('[data-pointer="body/tags/0"] input').inputValue()).toBe('a');
    await page.getByRole('button', { name: 'Add one more' }).click();
    await page.locator('[data-pointer="body/tags/1"] input').fill('b');
    await page.getByRole('button', { name: 'Move tags 1 up' }).click();
    expect(await page.locator('[data-pointer="body/tags/0"] input').inputValue()).toBe('b');
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    expect(JSON.parse(await text.inputValue())).toEqual({ name: 'Ida', tags: ['b', 'a'] });
  });

  it('sends a file of this machine and a map as parts of a form', async () => {
    const page = await visit('/console/petstore/upload_file');
    const file = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') };
    await page.locator('[data-pointer="body/file"] input').setInputFiles(file);
    await page.getByText('note.txt, 5 B').waitFor();
    const add = page.getByRole('button', { name: 'metadata', exact: true });
    if ((await add.count()) > 0) await add.click();
    await page.getByLabel('Name of a new property').fill('colour');
    await page.keyboard.press('Enter');
    await page.locator('[data-pointer="body/metadata/colour"] input').fill('red');
    await send(page);
    await page.locator('.result-status', { hasText: '201' }).waitFor();
    expect(pages.faults()).toEqual([]);
  });

  it('sends the same request many times, and shows how long each took', async () => {
    const page = await visit('/console/petstore/list_pets');
    await page.getByRole('button', { name: 'Many', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Requests').fill('12');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.getByText('200: 12').waitFor();
    await dialog.locator('.many-histogram').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await dialog.getByText('Nothing was sent yet').waitFor();
  });

  it('shows a stream event by event, and goes on after the last one', async () => {
    const page = await visit('/console/petstore/stream_events');
    await page.locator('[data-pointer="query/follow"] select').selectOption('true');
    await send(page);
    const items = page.locator('.stream-item');
    await items.first().waitFor();
    const before = await items.count();
    await fetch(`${workspace.petstore}/pets`, {
      method: 'POST',
      headers: { 'x-api-key': petstoreKey, 'content-type': 'application/json' },
      body: '{"name":"Live"}',
    });
    await items.first().getByText('"Live"').waitFor();
    expect(await items.count()).toBe(before + 1);
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: /^Go on after \d+$/ }).click();
    await page.locator('.result-status', { hasText: '200' }).waitFor();
    await page.getByRole('tab', { name: 'Request' }).click();
    await page.locator('.header-list', { hasText: /last-event-id/i }).waitFor();
  });

  it('opens a WebSocket, and says its address and what else opens it as the form changes', async () => {
    const page = await visit('/console/petstore/watch_events');
    const address = page.getByRole('region', { name: 'address', exact: true });
    const at = workspace.petstore.replace('http:', 'ws:');
    await address.getByText(`${at}/events/live`, { exact: true }).waitFor();
    await page.locator('[data-pointer="query/after"] input').fill('3');
    await address.getByText(`${at}/events/live?after=3`, { exact: true }).waitFor();
    await page.getByRole('region', { name: 'wscat sample', exact: true }).getByText('petstore.events.v1').waitFor();
    await page
      .getByRole('region', { name: 'Messages to the service', exact: true })
      .getByText('order.placed')
      .waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Connect' }).click();
    const message = page.getByRole('textbox', { name: 'Message', exact: true });
    const sendMessage = page.getByRole('button', { name: 'Send message' });
    const messages = page.getByRole('list', { name: 'Messages' });
    await message.fill('{"events":"all"}');
    await sendMessage.click();
    await messages.getByText('not sent').waitFor();
    await message.fill('{"events":["pet.deleted"]}');
    await sendMessage.click();
    const received = messages.locator('li', { hasText: 'received' });
    await received.first().getByText('following').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect' }).waitFor();
    expect(pages.faults()).toEqual([]);
  });

  it('groups errors with what broke the contract, and replays one in the console', async () => {
    const page = await visit('/console/petstore/list_pets');
    const limit = page.locator('[data-pointer="query/limit"] input');
    await limit.fill('many');
    await page.getByLabel('Send although invalid').check();
    await send(page);
    await page.locator('.mini-span').first().waitFor();
    await page.getByRole('link', { name: 'Errors' }).click();
    await page.locator('tr', { hasText: 'query /limit type' }).click();
    const detail = page.getByRole('complementary', { name: 'Error' });
    expect(await detail.locator('.violations li').textContent()).toMatch(/^query\/limittype/);
    await page.getByRole('link', { name: 'Console', exact: true }).click();
    await page.locator('.operation', { hasText: /^GET\/pets$/ }).click();
    await limit.fill('3');
    await page.goBack();
    await page.goBack();
    await detail.getByRole('link', { name: 'Replay in the console' }).click();
    await page.waitForURL('**/console/petstore/list_pets');
    await expect.poll(() => limit.inputValue()).toBe('many');
    expect(pages.faults()).toEqual([]);
  });

  it('counts requests as they were sent, by operation, with exemplars that lead to their traces', async () => {
    const page = await visit('/metrics/user-service');
    const row = page.locator('tr', { hasText: 'getUser' }).first();
    await row.waitFor();
    expect(await row.locator('td').nth(2).textContent()).toBe('1');
    await page.locator('.chart canvas').first().waitFor();
    await page.locator('a.chart-dot').first().click();
    await page.waitForURL('**/traces/*?span=*');
    expect(pages.faults()).toEqual([]);
  });

  it('finds every metric with its words', async () => {
    const page = await visit('/metrics/petstore?tab=all');
    await page.keyboard.press('/');
    await page.keyboard.type('eventloop_lag_p99');
    const metric = page.locator('.explorer-head', { hasText: 'nodejs_eventloop_lag_p99_seconds' });
    await metric.click();
    await page.locator('.explorer-series li').first().waitFor();
  });

  it('draws who calls whom', async () => {
    const page = await visit('/map');
    await page.locator('.map-node', { hasText: 'bff' }).waitFor();
    const rows = page.locator('tr', { hasText: 'declared, called' });
    await rows.first().waitFor();
    const pairs = await rows.evaluateAll((all) =>
      all.map((row) => [row.children[0], row.children[1]].map((cell) => cell?.textContent)),
    );
    expect(pairs).toEqual(
      expect.arrayContaining([
        ['bff', 'petstore'],
        ['bff', 'user-service'],
      ]),
    );
    await page.locator('.map-node', { hasText: 'petstore' }).click();
    await page.waitForURL('**/traces?service=petstore');
  });

  it('switches an operation to its example, says so in every view and in the answer, and switches it back', async () => {
    const page = await visit('/mocks/petstore');
    const answers = page.getByLabel('What answers get_pet', { exact: true });
    await answers.selectOption('example');
    const badge = page.locator('.mock-badge').filter({ visible: true });
    await badge.getByText('1 mock on').waitFor();
    await page.getByRole('link', { name: 'get_pet', exact: true }).click();
    await send(page);
    await page.locator('.result-status', { hasText: 'mock: example' }).waitFor();
    await badge.click();
    await page.getByRole('button', { name: 'Switch all off' }).click();
    await expect.poll(() => answers.inputValue()).toBe('handler');
    await expect.poll(() => page.locator('.mock-badge').count()).toBe(0);
  });

  it('shows what became of webhooks, and sends one again that was given up', async () => {
    await using receiver = await startReceiver();
    receiver.answer((response, count) =>
      response.writeHead(count === 1 ? 410 : 204).end(count === 1 ? 'gone' : undefined),
    );
    const init = (body: object): RequestInit => ({
      method: 'POST',
      headers: { 'x-api-key': petstoreKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const registered = await fetch(
      `${workspace.petstore}/webhooks`,
      init({ url: receiver.url, events: ['pet.created'] }),
    );
    expect(registered.status).toBe(201);
    await (await fetch(`${workspace.petstore}/pets`, init({ name: 'Told' }))).arrayBuffer();
    const page = await visit('/webhooks/petstore');
    const row = page.locator('tbody tr', { hasText: receiver.url });
    await row.getByText('Given up', { exact: true }).waitFor();
    const state = page.getByLabel('State');
    await state.selectOption('Pending');
    await page.getByText('No delivery is in this state').waitFor();
    await state.selectOption('Given up');
    await row.waitFor();
    await state.selectOption('All states');
    await row.click();
    const detail = page.getByRole('complementary', { name: 'Delivery' });
    await detail.getByText('410', { exact: true }).waitFor();
    await detail.getByText('gone', { exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await detail.getByRole('button', { name: 'Send again' }).click();
    await row.getByText('Delivered', { exact: true }).waitFor();
    expect(await detail.locator('.webhook-attempts li').count()).toBe(2);
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])[1]).toBe(
      receiver.received[0]?.headers['webhook-id'],
    );
    await detail.getByRole('link', { name: 'Trace' }).click();
    await page.locator('.waterfall-line', { hasText: 'enqueue onEvent' }).waitFor();
    expect(pages.faults()).toEqual([]);
  });

  it('says that a service sends no webhooks', async () => {
    const page = await visit('/webhooks/bff');
    await page.getByText('bff sends no webhooks').waitFor();
  });

  it('shows a contract that was saved broken with line and column, then what changed since the commit', async () => {
    const file = join(workspace.root, 'apps/petstore/openapi.yaml');
    const text = await readFile(file, 'utf8');
    const page = await visit('/contract/petstore?tab=reloads');
    await page.getByText('Nothing was reloaded yet').waitFor();
    await writeFile(file, text.replace('operationId: list_pets', 'operationId: [list_pets'));
    await page.locator('.reload.rejected').waitFor();
    await page.locator('.reload.rejected .finding .text-button').first().waitFor();
    await writeFile(file, text.replace('summary: List pets', 'summary: All pets'));
    await page.locator('.reload.accepted').waitFor();
    await page.getByRole('tab', { name: /^Changes/ }).click();
    await page.locator('.diff-wide .added', { hasText: 'summary: All pets' }).waitFor();
    await page.locator('.diff-wide .removed', { hasText: 'summary: List pets' }).waitFor();
    await writeFile(file, text);
    await page.getByText('As committed').waitFor();
    await page.getByRole('tab', { name: 'Coverage' }).click();
    await page.locator('tr', { hasText: 'list_pets' }).waitFor();
  });

  it('shows why a handler that was saved is not taken', async () => {
    const file = join(workspace.root, 'apps/petstore/src/handlers/list-pets.ts');
    const text = await readFile(file, 'utf8');
    const page = await visit('/contract/petstore?tab=reloads');
    await writeFile(file, `${text}\nconst unfinished = ;\n`);
    const entry = page.locator('.reload.rejected', { hasText: 'list-pets.ts' });
    await entry.locator('.reload-reason', { hasText: 'const unfinished = ;' }).waitFor();
    await writeFile(file, text);
    await page.locator('.reload.accepted', { hasText: 'list-pets.ts' }).waitFor();
  });

  it('jumps to an operation in the text of the contract', async () => {
    const page = await visit('/contract/petstore?tab=text');
    const jump = page.getByLabel('Jump to an operation');
    await jump.selectOption({ label: 'POST /pets (add_pet)' });
    await page.locator('.text-line.current').waitFor();
    await page.locator('.text-line', { hasText: 'operationId: add_pet' }).waitFor();
  });

  it.each([
    ['Scalar', '/reference/petstore'],
    ['Swagger UI', '/reference/petstore?viewer=swagger'],
  ])('shows the reference of a service, without network: %s', async (_name, path) => {
    const page = await visit(path);
    await page.frameLocator('iframe.docs-frame').getByRole('heading', { name: 'Pet Store' }).first().waitFor();
    expect(pages.faults()).toEqual([]);
  });

  const looks = (['light', 'dark'] as const).flatMap((theme) => [desktop, phone].map((size) => ({ theme, size })));
  const paths = [
    '/',
    '/console/petstore/add_pet',
    '/metrics/petstore',
    '/metrics/petstore?tab=runtime',
    '/errors',
    '/map',
    '/contract/petstore?tab=coverage',
    '/mocks/petstore',
    '/webhooks/petstore',
  ];
  it.each(looks)('has no barriers, and fits: $theme, $size.width wide', async ({ theme, size }) => {
    for (const path of paths) {
      const page = await visit(path, { theme, size });
      await page.locator('.loading').waitFor({ state: 'detached' });
      expect(await findBarriers(page), path).toEqual([]);
      expect(
        await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth'),
        path,
      ).toBeLessThanOrEqual(0);
      expect(pages.faults(), path).toEqual([]);
    }
  });
});
