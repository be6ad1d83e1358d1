import type { Browser, Page } from 'playwright-core';
import { openPage, type PageOptions, type WatchedPage } from './browser.ts';

/** Pages of a dashboard, one at a time: a visit closes the page before. */
export interface Visits {
  /** `url`: of the dashboard, with its token. */
  visit(url: string, path: string, options?: Partial<PageOptions>): Promise<Page>;
  /** Of the page that is open. */
  faults(): readonly string[];
  /** The page and the browser. */
  close(): Promise<void>;
}

export function createVisits(browser: Browser | undefined): Visits {
  let open: WatchedPage | undefined;
  return {
    async visit(url, path, options = {}) {
      if (browser === undefined) throw new TypeError('tests without a browser are skipped');
      await open?.close();
      open = await openPage(browser, { url, path, ...options });
      return open.page;
    },
    faults: () => open?.faults ?? ['no page was visited'],
    async close() {
      await open?.close();
      await browser?.close();
    },
  };
}
