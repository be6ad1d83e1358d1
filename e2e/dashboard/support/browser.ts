import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium from npm, unpacked into the temp folder; undefined, with the reason printed, where it does not run. */
export async function launchBrowser(): Promise<Browser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return absent(`${process.platform} ${process.arch}`);
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    return await chromium.launch({ executablePath: await packed.executablePath(), args: flags });
  } catch (error) {
    return absent(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

function absent(reason: string): undefined {
  console.log(`browser tests are skipped, @sparticuz/chromium does not run here: ${reason}`);
  return undefined;
}

export interface WatchedPage {
  readonly page: Page;
  /** All that must not happen: console errors and warnings, exceptions, breaches of the policy, requests to other hosts, answers of 500. */
  readonly faults: string[];
  close(): Promise<void>;
}

export interface PageOptions {
  /** With its token. */
  readonly url: string;
  readonly path: string;
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
}

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** Logs in and opens a view; refuses and records every request that would leave this machine. */
export async function openPage(browser: Browser, options: PageOptions): Promise<WatchedPage> {
  const { url, path, theme = 'light', size = desktop } = options;
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme,
    reducedMotion: 'reduce',
    // No locale: that of the machine, which may be one that `Intl` refuses.
    timezoneId: 'UTC',
  });
  const faults: string[] = [];
  await refuseOthers(context, faults);
  const page = await context.newPage();
  watch(page, faults);
  const target = new URL(url);
  target.pathname = path.split('?')[0] ?? '/';
  for (const [name, value] of new URLSearchParams(path.split('?')[1] ?? '')) target.searchParams.append(name, value);
  await page.goto(target.href);
  await page.waitForSelector('main');
  return { page, faults, close: () => context.close() };
}

async function refuseOthers(context: BrowserContext, faults: string[]): Promise<void> {
  await context.route(
    ({ hostname, protocol }) => hostname !== '127.0.0.1' && protocol.startsWith('http'),
    (route) => {
      faults.push(`request to another host: ${route.request().url()}`);
      return route.abort();
    },
  );
}

function watch(page: Page, faults: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
}
