import { OtlpError } from '../otlp/otlp-error.ts';
import type { TelemetryStore } from '../store/telemetry-store.ts';
import { numbers, readLogQuery, readSignal, readTraceQuery, texts } from './read-query.ts';
import { RequestError } from './request-error.ts';
import { json, noContent, type Route } from './route.ts';

export interface TelemetryRoutesOptions {
  readonly store: TelemetryStore;
  /** Who has a generated client of whom. */
  readonly declared: () => readonly (readonly [from: string, to: string])[];
}

/** Traces, logs, numbers, errors and the map. */
export function telemetryRoutes({ store, declared }: TelemetryRoutesOptions): readonly Route[] {
  return [
    { method: 'GET', path: '/api/traces', respond: ({ query }) => json(store.traces(readTraceQuery(query))) },
    {
      method: 'GET',
      path: '/api/traces/{traceId}',
      respond({ path: { traceId = '' } }) {
        const trace = store.trace(traceId.toLowerCase());
        if (trace === undefined) throw new RequestError(404, 'No span of this trace is in the store');
        return json(trace);
      },
    },
    { method: 'GET', path: '/api/logs', respond: ({ query }) => json(store.logs(readLogQuery(query))) },
    {
      method: 'GET',
      path: '/api/attributes',
      respond({ query }) {
        const signal = readSignal(query) ?? 'traces';
        if (signal === 'metrics') throw new RequestError(400, 'signal has to be traces or logs');
        return json(store.attributeNames(signal));
      },
    },
    {
      method: 'GET',
      path: '/api/red',
      respond: ({ query }) => json(store.red({ ...texts(query, ['service']), ...numbers(query, ['window']) })),
    },
    {
      method: 'GET',
      path: '/api/numbers',
      respond: ({ query }) =>
        json(store.numbers({ ...texts(query, ['service', 'metric']), ...numbers(query, ['window']) })),
    },
    {
      method: 'GET',
      path: '/api/errors',
      respond: ({ query }) => json(store.errors(texts(query, ['service']))),
    },
    {
      method: 'GET',
      path: '/api/map',
      respond: ({ query }) => json(store.map({ ...numbers(query, ['window']), declared: declared() })),
    },
    ...dataRoutes(store),
  ];
}

/** The store as a whole: how full it is, out, in, and empty. */
function dataRoutes(store: TelemetryStore): readonly Route[] {
  return [
    { method: 'GET', path: '/api/store', respond: () => json(store.state()) },
    {
      method: 'GET',
      path: '/api/export',
      respond({ query }) {
        const filter = texts(query, ['traceId']);
        const name = filter.traceId === undefined ? 'telemetry' : filter.traceId.replace(/[^\da-f]/gi, '');
        const headers = {
          'content-type': 'application/json',
          'content-disposition': `attachment; filename="${name}.otlp.json"`,
        };
        return { status: 200, headers, body: store.exportOtlp(filter) };
      },
    },
    {
      method: 'POST',
      path: '/api/import',
      respond: async ({ message }) => json(await importFrom(store, message)),
    },
    {
      method: 'POST',
      path: '/api/clear',
      respond({ query }) {
        store.clear(readSignal(query));
        return noContent();
      },
    },
  ];
}

async function importFrom(store: TelemetryStore, message: AsyncIterable<Uint8Array>): Promise<unknown> {
  try {
    return (await store.importOtlp(limited(message))) ?? {};
  } catch (error) {
    if (!(error instanceof OtlpError)) throw error;
    throw new RequestError(error.isTooMuch ? 413 : 400, error.message, { connection: 'close' });
  }
}

const importOctets = 256 * 1024 * 1024;

async function* limited(message: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let octets = 0;
  for await (const chunk of message) {
    octets += chunk.length;
    if (octets > importOctets)
      throw new RequestError(413, `At most ${importOctets} octets are imported at once`, { connection: 'close' });
    yield chunk;
  }
}
