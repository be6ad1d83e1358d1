import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ErrorGroup, LogRecord, ServiceInfo, Trace, TraceSummary } from '@brrt/dashboard';
import { type DashboardClient, openDashboardClient } from '../agent/dashboard-client.ts';
import { formatError, formatLog, formatServices, formatTrace, formatWholeTrace } from '../agent/format-telemetry.ts';
import { type Command, onlyNamed, UsageError } from '../command.ts';

const options = {
  service: { type: 'string' },
  status: { type: 'string' },
  severity: { type: 'string' },
  text: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
  follow: { type: 'boolean' },
} as const;

type Option = keyof typeof options;
type Parameters = Readonly<Record<string, string | undefined>>;

interface Asked {
  readonly client: DashboardClient;
  /** Filters, as the dashboard's API names them. */
  readonly parameters: Parameters;
  readonly isJson: boolean;
}

/** Gives the lines that are new since it was asked before. */
type NewLines = () => Promise<readonly string[]>;

interface View {
  /** Beside `--json`. */
  readonly options: readonly Option[];
  /** What is said to people when there is no line. */
  readonly nothing: string;
  open(asked: Asked): NewLines;
}

const pollMilliseconds = 1_000;
/** Services send their spans one after the other: while it is followed, a trace is shown when it has been over for so long. */
const settledMilliseconds = 600;

const views: Readonly<Record<string, View>> = {
  services: { options: [], nothing: 'No service is known.', open: listServices },
  traces: {
    options: ['service', 'status', 'text', 'limit', 'follow'],
    nothing: 'No trace is found.',
    open: listTraces,
  },
  logs: {
    options: ['service', 'severity', 'text', 'limit', 'follow'],
    nothing: 'No log record is found.',
    open: listLogs,
  },
  errors: { options: ['service', 'follow'], nothing: 'Nothing has failed.', open: listErrors },
};

/** The same store as the dashboard's page, for terminals and programs. */
export const dev: Command = {
  usage:
    'brrt dev services | traces [--service --status ok|error --text --limit --follow] | trace <id> | logs [--service --severity --text --limit --follow] | errors [--service --follow], each with [--json]',
  summary:
    'Shows what the running dashboard knows; --json prints one JSON value per line, --follow goes on as things happen.',
  async run(args, { workspaceRoot, print, warn }) {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [name = '', ...others] = positionals;
    const { json: isJson = false, follow = false, ...parameters } = values;
    const view = name === 'trace' ? traceView(onlyNamed(others)) : Object.hasOwn(views, name) ? views[name] : undefined;
    if (view === undefined) throw new UsageError(`'${name}' is not services, traces, trace, logs or errors`);
    if (name !== 'trace' && others.length > 0)
      throw new UsageError(`brrt dev ${name} takes options alone, and '${others[0]}' is none`);
    const foreign = Object.keys(values).find(
      (option) => option !== 'json' && !view.options.some((own) => own === option),
    );
    if (foreign !== undefined) throw new UsageError(`brrt dev ${name} takes no --${foreign}`);
    const newLines = view.open({ client: await openDashboardClient(workspaceRoot), parameters, isJson });
    const first = await newLines();
    first.forEach(print);
    if (first.length === 0) warn(view.nothing);
    while (follow) {
      await wait(pollMilliseconds);
      (await newLines()).forEach(print);
    }
    return 0;
  },
};

function traceView(id: string | undefined): View {
  if (id === undefined) throw new UsageError('which trace? Give its id');
  return {
    options: [],
    nothing: '',
    open:
      ({ client, isJson }) =>
      async () => {
        const trace = await client.ask<Trace>(`/api/traces/${encodeURIComponent(id)}`);
        return isJson ? [JSON.stringify(trace)] : formatWholeTrace(trace);
      },
  };
}

function listServices({ client, isJson }: Asked): NewLines {
  return async () => {
    const services = await client.ask<readonly ServiceInfo[]>('/api/services');
    return isJson ? services.map((service) => JSON.stringify(service)) : formatServices(services);
  };
}

function listTraces({ client, parameters, isJson }: Asked): NewLines {
  let shown: ReadonlySet<string> | undefined;
  return async () => {
    const limit = shown === undefined ? (parameters.limit ?? '20') : '1000';
    const traces = await client.ask<readonly TraceSummary[]>('/api/traces', { ...parameters, limit });
    const before = shown;
    const settled = before === undefined ? traces : traces.filter(isSettled);
    const fresh = settled.filter(({ traceId }) => before?.has(traceId) !== true);
    shown = new Set([...(before ?? []), ...fresh.map(({ traceId }) => traceId)]);
    // Oldest first, as lines that follow each other.
    return fresh.toReversed().map((trace) => (isJson ? JSON.stringify(trace) : formatTrace(trace)));
  };
}

function isSettled({ startedAt, duration }: TraceSummary): boolean {
  return startedAt + duration < Date.now() - settledMilliseconds;
}

function listLogs({ client, parameters, isJson }: Asked): NewLines {
  let last: number | undefined;
  return async () => {
    const limit = last === undefined ? (parameters.limit ?? '50') : '2000';
    const logs = await client.ask<readonly LogRecord[]>('/api/logs', { ...parameters, limit });
    const fresh = logs.filter(({ sequence }) => sequence > (last ?? 0)).toSorted((a, b) => a.sequence - b.sequence);
    last = fresh.at(-1)?.sequence ?? last ?? 0;
    return fresh.map((record) => (isJson ? JSON.stringify(record) : formatLog(record)));
  };
}

function listErrors({ client, parameters, isJson }: Asked): NewLines {
  const counts = new Map<string, number>();
  return async () => {
    const groups = await client.ask<readonly ErrorGroup[]>('/api/errors', parameters);
    const fresh = groups.filter(({ id, count }) => counts.get(id) !== count);
    for (const { id, count } of fresh) counts.set(id, count);
    return fresh.toReversed().map((group) => (isJson ? JSON.stringify(group) : formatError(group)));
  };
}
