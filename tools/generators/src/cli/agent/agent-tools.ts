import type { CallCredential, CallEvent, OperationInfo, SecuritySchemeInfo, ServiceInfo } from '@brrt/dashboard';
import type { DashboardClient } from './dashboard-client.ts';

/** A question that an agent may ask, as the Model Context Protocol lists it. */
export interface AgentTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly properties: object; readonly required?: readonly string[] };
  readonly annotations: { readonly readOnlyHint: boolean; readonly openWorldHint: false };
  run(input: Readonly<Record<string, unknown>>, client: DashboardClient): Promise<unknown>;
}

const text = (description: string) => ({ type: 'string', description });
const service = text('Name of the service, as list_services gives it');
const limit = {
  type: 'integer',
  minimum: 1,
  maximum: 200,
  description: 'At most so many, the newest; 20 unless given',
};
const watching = { readOnlyHint: true, openWorldHint: false } as const;

/** Reads only. */
export const readingTools: readonly AgentTool[] = [
  {
    name: 'list_services',
    description: 'Services of the workspace: state, address, readiness checks, number of logged errors, restarts.',
    inputSchema: { type: 'object', properties: {} },
    annotations: watching,
    run: (_input, client) => client.ask<readonly ServiceInfo[]>('/api/services'),
  },
  {
    name: 'list_operations',
    description:
      'Operations of a service by its contract: method, path, parameters, bodies, responses, security, handler file.',
    inputSchema: {
      type: 'object',
      properties: { service, operation: text('operationId: this one alone') },
      required: ['service'],
    },
    annotations: watching,
    async run(input, client) {
      const found = await client.ask<readonly OperationInfo[]>(`${pathOf(input)}/operations`);
      return input.operation === undefined ? found.map(outline) : found.filter(({ id }) => id === input.operation);
    },
  },
  {
    name: 'get_contract',
    description:
      'State of a contract: findings with file and line, changes since the last commit, reloads. Not its text.',
    inputSchema: { type: 'object', properties: { service }, required: ['service'] },
    annotations: watching,
    async run(input, client) {
      const { text: _, ...state } = await client.ask<{ readonly text: string }>(`${pathOf(input)}/contract`);
      return state;
    },
  },
  {
    name: 'list_traces',
    description: 'Recorded requests through the services, the newest first: duration, status, services, failed spans.',
    inputSchema: {
      type: 'object',
      properties: {
        service,
        operation: text('operationId or span name'),
        status: { enum: ['ok', 'error'] },
        text: text('Found in names and attribute values'),
        minDuration: { type: 'number', description: 'Milliseconds' },
        limit,
      },
    },
    annotations: watching,
    run: (input, client) => client.ask('/api/traces', { limit: '20', ...texts(input) }),
  },
  {
    name: 'get_trace',
    description: 'One trace: all spans with attributes and events (what broke the contract), and its logs.',
    inputSchema: { type: 'object', properties: { traceId: text('32 hexadecimal digits') }, required: ['traceId'] },
    annotations: watching,
    run: (input, client) => client.ask(`/api/traces/${encodeURIComponent(String(input.traceId))}`),
  },
  {
    name: 'list_logs',
    description: 'Lines of the log, the newest first.',
    inputSchema: {
      type: 'object',
      properties: {
        service,
        severity: {
          enum: ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
          description: 'This and more severe ones',
        },
        text: text('Found in the line'),
        traceId: text('Of this trace'),
        limit,
      },
    },
    annotations: watching,
    run: (input, client) => client.ask('/api/logs', { limit: '20', ...texts(input) }),
  },
  {
    name: 'list_errors',
    description: 'Failures grouped by kind: count, what broke the contract, message, frame, sample traces.',
    inputSchema: { type: 'object', properties: { service } },
    annotations: watching,
    run: (input, client) => client.ask('/api/errors', texts(input)),
  },
];

/** Calls services that run for development; on request only. */
export const callingTool: AgentTool = {
  name: 'call_operation',
  description:
    'Calls an operation of a running service with development credentials; says whether request and answer fit the contract, and the trace id.',
  inputSchema: {
    type: 'object',
    properties: {
      service,
      operation: text('operationId'),
      parameters: {
        type: 'object',
        description: 'By place (path, query, header, cookie), then by name: {"path":{"id":1}}',
      },
      body: { description: 'Value of the body, for JSON' },
      mediaType: text('Of the body; application/json unless given'),
    },
    required: ['service', 'operation'],
  },
  annotations: { readOnlyHint: false, openWorldHint: false },
  async run(input, client) {
    const { operation, parameters = {}, body, mediaType = 'application/json' } = input;
    const found = await client.ask<readonly OperationInfo[]>(`${pathOf(input)}/operations`);
    const called = found.find(({ id }) => id === operation);
    const answer = await client.send(`${pathOf(input)}/call`, {
      operationId: operation,
      parameters,
      headers: {},
      ...(body !== undefined && { body: { mediaType, value: body } }),
      credentials: await credentialsOf(called, client, pathOf(input)),
      sendInvalid: false,
    });
    const lines = (await answer.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as CallEvent).map(withoutSamples);
  },
};

function pathOf({ service: name }: Readonly<Record<string, unknown>>): string {
  return `/api/services/${encodeURIComponent(String(name))}`;
}

function outline({ id, method, path, summary, deprecated }: OperationInfo): object {
  return { id, method, path, summary, deprecated };
}

function withoutSamples(event: CallEvent): object {
  if (event.type !== 'checked') return event;
  const { samples: _, ...checked } = event;
  return checked;
}

/** The first alternative for which development has every credential. */
async function credentialsOf(
  operation: OperationInfo | undefined,
  client: DashboardClient,
  path: string,
): Promise<readonly CallCredential[]> {
  const schemes = await client.ask<readonly SecuritySchemeInfo[]>(`${path}/security`);
  const known = new Set(schemes.filter((each) => each.hasDevelopmentCredential).map(({ name }) => name));
  const usable = operation?.security.find((alternative) => alternative.every(({ scheme }) => known.has(scheme)));
  return (usable ?? []).map(({ scheme }) => ({ scheme, useDevelopment: true }));
}

function texts(input: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));
}
