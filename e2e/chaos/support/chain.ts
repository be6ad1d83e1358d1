import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Collector, startCollector } from '../../support/collector.ts';
import { findFreePort } from '../../support/free-port.ts';
import { ada, bffKey } from '../../support/mixed-traffic.ts';
import { type RunningProgram, startProgram } from '../../support/running-program.ts';
import { workspaceRoot } from '../../support/workspace-copy.ts';
import { type BadDay, startBadDay } from './bad-day.ts';

/** A service of the workspace as a process of its own. */
export interface ServiceProcess extends AsyncDisposable {
  readonly url: string;
  readonly program: RunningProgram;
}

/**
 * Three tiers of real processes: bff → user-service → pet store, and bff → pet store. Both ways to the pet store lead over
 * what has bad days.
 */
export interface Chain extends AsyncDisposable {
  readonly bff: ServiceProcess;
  readonly userService: ServiceProcess;
  /** Before the pet store, for user-service. */
  readonly leaf: BadDay;
  /** Before the pet store, for the BFF. */
  readonly direct: BadDay;
  readonly collector: Collector;
  /** `GET /dashboard/{userId}` of the BFF: what the pet store is asked directly is required, the pets over user-service are not. */
  askForDashboard(): Promise<Answer>;
  /** `GET /users/{id}/pets` of user-service, which needs the pet store. */
  askForPets(): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly milliseconds: number;
  readonly traceId: string;
}

export async function startService(app: string, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const port = await findFreePort();
  const program = startProgram(process.execPath, ['--trace-warnings', 'src/main.ts'], {
    cwd: join(workspaceRoot, 'apps', app),
    env: { PORT: String(port), ...env },
  });
  await program.printed(/listens on/);
  return { url: `http://127.0.0.1:${port}`, program, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

export async function startChain(petstoreUrl: string): Promise<Chain> {
  const collector = await startCollector(await findFreePort());
  const [leaf, direct] = [await startBadDay(petstoreUrl), await startBadDay(petstoreUrl)];
  const telemetry = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  const userService = await startService('user-service', { PETSTORE_URL: leaf.url, ...telemetry });
  const called = { PETSTORE_URL: direct.url, USER_SERVICE_URL: userService.url };
  const bff = await startService('bff', { ...called, ...telemetry });
  return {
    ...{ bff, userService, leaf, direct, collector },
    askForDashboard: () => ask(`${bff.url}/dashboard/${ada}`, bffKey),
    askForPets: () => ask(`${userService.url}/users/${ada}/pets`, userServiceKey),
    async [Symbol.asyncDispose]() {
      for (const each of [bff, userService, leaf, direct, collector]) await each[Symbol.asyncDispose]();
    },
  };
}

const userServiceKey = 'dev-user-service-2b8e5d10f3c7';

/** In a trace of its own, which is recorded. */
async function ask(url: string, key: string): Promise<Answer> {
  const traceId = randomBytes(16).toString('hex');
  const startedAt = performance.now();
  const response = await fetch(url, {
    headers: { 'x-api-key': key, traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  });
  const body = JSON.parse(await response.text());
  return { status: response.status, body, milliseconds: performance.now() - startedAt, traceId };
}
