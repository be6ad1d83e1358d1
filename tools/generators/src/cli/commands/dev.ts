import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ErrorGroup, LogRecord, ServiceInfo, Trace, TraceSummary } from '@brrt/dashboard';
import { type DashboardClient, openDashboardClient } from '../agent/dashboard-client.ts';
import { formatError, formatLog, formatServices, formatTrace, formatWholeTrace } from '../agent/format-telemetry.ts';
import { type Command, UsageError } from '../command.ts';

const options = {
  service: { type: 'string' },
  status: { type: 'string' },
  severity: { type: 'string' },
  text: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean', default: false },
  follow: { type: 'boolean', default: false },
} as const;

type Print = (line: string) => void;

interface Asked {
  readonly client: DashboardClient;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly follow: boolean;
  readonly print: Print;
}

const errorPollMilliseconds = 1_000;
/** Services send their spans one after the other: a trace is shown when nothing of it has come for so long. */
const settledMilliseconds = 600;

/** The same store as the dashboard's page, for terminals and programs. */
export const dev: Command = {
  usage:
    'brrt dev services|traces|trace <id>|logs|errors [--service <name>] [--status ok|error] [--severity <least>] [--text <text>] [--limit <n>] [--json] [--follow]',
  summary:
    'Shows what the running dashboard knows; --json prints one JSON value per line, --follow goes on as things happen.',
  async run(args, { workspaceRoot, print }) {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [what = '', id] = positionals;
    const { json, follow, ...parameters } = values;
    const client = await openDashboardClient(workspaceRoot);
    const asked: Asked = { client, parameters, json, follow, print };
    switch (what) {
      case 'services':
        await services(asked);
        return 0;
      case 'traces':
        await traces(asked);
        return 0;
      case 'trace':
        if (id === undefined) throw new UsageError('which trace? Give its id');
        await trace(asked, id);
        return 0;
      case 'logs':
        await logs(asked);
        return 0;
      case 'errors':
        await errors(asked);
        return 0;
      default:
        throw new UsageError(`'${what}' is not services, traces, trace, logs or errors`);
    }
  },
};

async function services({ client, json, print }: Asked): Promise<void> {
  const found = await client.ask<readonly ServiceInfo[]>('/api/services');
  for (const line of json ? found.map((each) => JSON.stringify(each)) : formatServices(found)) print(line);
}

async function trace({ client, json, print }: Asked, id: string): Promise<void> {
  const found = await client.ask<Trace>(`/api/traces/${encodeURIComponent(id)}`);
  for (const line of json ? [JSON.stringify(found)] : formatWholeTrace(found)) print(line);
}

async function traces({ client, parameters, json, follow, print }: Asked): Promise<void> {
  const show = (each: TraceSummary): void => print(json ? JSON.stringify(each) : formatTrace(each));
  const ask = () => client.ask<readonly TraceSummary[]>('/api/traces', { limit: '20', ...parameters });
  // Oldest first, as lines that follow each other.
  for (const each of (await ask()).toReversed()) show(each);
  if (!follow) return;
  const shown = new Set<string>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const showLater = (each: TraceSummary): void => {
    clearTimeout(waiting.get(each.traceId));
    const timer = setTimeout(() => {
      waiting.delete(each.traceId);
      shown.add(each.traceId);
      show(each);
    }, settledMilliseconds);
    waiting.set(each.traceId, timer);
  };
  for await (const { type, data } of client.events(new AbortController().signal)) {
    if (type !== 'traces') continue;
    const { traces: changed } = data as { readonly traces: readonly TraceSummary[] }; // the dashboard is of the same release
    for (const each of changed) if (!shown.has(each.traceId) && isWanted(each, parameters)) showLater(each);
  }
}

function isWanted({ services: involved, errorCount, name }: TraceSummary, parameters: Asked['parameters']): boolean {
  const { service, status, text } = parameters;
  if (service !== undefined && !involved.some((each) => each.name === service)) return false;
  if (status !== undefined && (status === 'error') !== errorCount > 0) return false;
  return text === undefined || name.toLowerCase().includes(text.toLowerCase());
}

async function logs({ client, parameters, json, follow, print }: Asked): Promise<void> {
  const show = (each: LogRecord): void => print(json ? JSON.stringify(each) : formatLog(each));
  let last = 0;
  const showNew = async (limit: string): Promise<void> => {
    const found = await client.ask<readonly LogRecord[]>('/api/logs', { ...parameters, limit });
    for (const each of found.filter(({ sequence }) => sequence > last).toReversed()) {
      last = each.sequence;
      show(each);
    }
  };
  await showNew(parameters.limit ?? '50');
  if (!follow) return;
  for await (const { type } of client.events(new AbortController().signal)) {
    // Asked for again, so that the filters are the store's own.
    if (type === 'logs') await showNew('2000');
  }
}

async function errors({ client, parameters, json, follow, print }: Asked): Promise<void> {
  const counts = new Map<string, number>();
  const showNew = async (): Promise<void> => {
    const { service } = parameters;
    const groups = await client.ask<readonly ErrorGroup[]>('/api/errors', { service });
    for (const group of groups.toReversed()) {
      if (counts.get(group.id) === group.count) continue;
      counts.set(group.id, group.count);
      print(json ? JSON.stringify(group) : formatError(group));
    }
  };
  await showNew();
  while (follow) {
    await wait(errorPollMilliseconds);
    await showNew();
  }
}
