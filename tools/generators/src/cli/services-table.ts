import { readConfig, type ServiceConfig } from '@brrt/router-core/config';
import type { App } from './app-folder.ts';
import type { Address } from './dev/check-port.ts';
import { localUrl } from './dev/wait-until-ready.ts';
import { exampleCall } from './example-call.ts';
import { formatTable } from './format-table.ts';
import { readContract } from './read-contract.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface TableOptions {
  readonly env: Environment;
  /** What to open, with its token. */
  readonly dashboard: string | undefined;
}

/** What `npm start` shows when everything answers: URLs, and a call to copy for each app. */
export async function servicesTable(
  apps: readonly App[],
  addresses: ReadonlyMap<App, Address>,
  { env, dashboard }: TableOptions,
): Promise<string> {
  const shown = await Promise.all(
    apps.map(async (app) => {
      const address = addresses.get(app) ?? { host: '127.0.0.1', port: 0 };
      const url = localUrl(address);
      const management = localUrl(address.management ?? address);
      const config = await readConfig({ directory: app.folder, env });
      // The contract itself where nobody is to show it.
      const docs = config.docs === false ? `${management}/openapi.json` : `${management}/docs`;
      return { row: [app.name, url, docs, `${management}/ready`], calls: await callLines(app, url, config) };
    }),
  );
  const table = formatTable([['service', 'URL', 'docs', 'ready'], ...shown.map(({ row }) => row)]);
  const opened = dashboard === undefined ? [] : ['', `Dashboard: ${dashboard}`];
  const calls = shown.flatMap((each) => each.calls);
  return ['', ...table, ...opened, '', 'Try:', ...calls, '', 'Ctrl-C stops everything.'].join('\n');
}

async function callLines(app: App, url: string, config: ServiceConfig): Promise<readonly string[]> {
  const { model } = await readContract(app);
  if (model === undefined) return [];
  const call = exampleCall(model, config, url);
  if (call === undefined) return [];
  const keys = call.usesCredential ? [`  # development credentials: ${app.root}/config.development.yaml`] : [];
  return [...keys, `  ${call.command}`];
}
