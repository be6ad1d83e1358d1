import type { ServiceInfo } from '../api/services.ts';
import { fetchLocal, timeoutMilliseconds } from './fetch-local.ts';
import type { Readiness } from './service-state.ts';

/** What `/ready` of a service says; undefined: nothing that could be understood. One that does not answer is not ready. */
export async function readReadiness(url: string): Promise<Readiness | undefined> {
  const answer = await fetchLocal(`${url}/ready`);
  if (answer === undefined) return silent;
  const body = parse(answer.text);
  const checks = readChecks(body.checks);
  if (answer.status === 200) {
    const isDegraded = body.status === 'degraded' || checks.some(({ status }) => !healthy.has(status));
    return { status: isDegraded ? 'degraded' : 'ready', checks };
  }
  if (answer.status !== 503) return undefined;
  const detail = typeof body.detail === 'string' ? body.detail : '';
  return { status: detail.includes('draining') ? 'draining' : 'not-ready', checks: [...checks, ...failing(detail)] };
}

const silent: Readiness = {
  status: 'not-ready',
  checks: [{ name: '/ready', status: 'failing', detail: `No answer within ${timeoutMilliseconds / 1_000} s` }],
};

const healthy: ReadonlySet<string> = new Set(['ok', 'up', 'pass', 'ready', 'healthy']);

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A list of named checks, or an object of them. */
function readChecks(value: unknown): ServiceInfo['checks'] {
  if (typeof value !== 'object' || value === null) return [];
  const pairs: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((check: unknown) => [textOf(check, 'name') ?? '', check] as const)
    : Object.entries(value);
  return pairs
    .filter(([name]) => name !== '')
    .map(([name, check]) => {
      const detail = textOf(check, 'detail') ?? textOf(check, 'reason');
      const status = typeof check === 'string' ? check : (textOf(check, 'status') ?? 'unknown');
      const circuit = textOf(fieldOf(check, 'details'), 'circuit');
      return { name, status, ...(detail !== undefined && { detail }), ...(circuit !== undefined && { circuit }) };
    });
}

function textOf(value: unknown, key: string): string | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'string' ? found : undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

// `Failing: database (no connection); key set (HTTP 500)`
function failing(detail: string): ServiceInfo['checks'] {
  const listed = /^Failing: (.+)$/s.exec(detail)?.[1]?.split('; ') ?? [];
  return listed.map((text) => {
    const [, name = text, reason] = /^(.+?) \((.*)\)$/s.exec(text) ?? [];
    return { name, status: 'failing', ...(reason !== undefined && { detail: reason }) };
  });
}
