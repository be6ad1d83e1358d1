import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds against WCAG 2.2 AA and its best practices, one line each. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // By the debugger's protocol: the page's policy forbids scripts of others.
  await page.evaluate(`(() => { ${axe} })()`);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const options = JSON.stringify({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<AxeResult>(`axe.run(document, ${options})`);
  return violations.flatMap(({ id, help, nodes }) =>
    // WCAG 2.5.8 excepts what has to be where it is: points of a chart lie where their values are.
    nodes
      .filter(({ html }) => !(id === 'target-size' && html.includes('class="chart-dot"')))
      .map(({ html, failureSummary = '' }) => `${id} (${help}): ${html.slice(0, 160)} ${failureSummary.slice(0, 240)}`),
  );
}
