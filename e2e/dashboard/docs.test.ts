import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalApp, startApp } from '../support/local-apps.ts';
import { launchBrowser } from './support/browser.ts';

const browser: Browser | undefined = await launchBrowser();
let petstore: LocalApp;

beforeAll(async () => {
  petstore = await startApp('petstore');
});

afterAll(async () => {
  await petstore[Symbol.asyncDispose]();
  await browser?.close();
});

// Swagger UI by the configuration is held by libs/router-core/test/docs.test.ts, and shown by the dashboard from the same files.
describe.skipIf(browser === undefined)('GET /docs of a service, in a browser that reaches this machine alone', () => {
  it('shows the operations of the contract, without one request elsewhere', async () => {
    const context = await (browser as Browser).newContext(); // it is there, or this is skipped
    const faults: string[] = [];
    await context.route(
      ({ hostname, protocol }) => hostname !== '127.0.0.1' && protocol.startsWith('http'),
      (route) => {
        faults.push(`request to another host: ${route.request().url()}`);
        return route.abort();
      },
    );
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
    await page.goto(`${petstore.url}/docs`);
    await page.getByRole('heading', { name: 'Pet Store' }).first().waitFor();
    await page.getByText('List pets').first().waitFor();
    expect(faults).toEqual([]);
    expect(await page.evaluate('Object.keys(localStorage).length + document.cookie.length')).toBe(0);
    await context.close();
  });
});
