import { nearestKey, type ServiceConfig } from '@brrt/router-core/config';
import { type AdmissionPolicy, type RouteAdmission, TokenBuckets } from '@brrt/router-core/ports';
import type { Operation, SecuredContract } from '../contract.ts';
import { createClientAddress } from './client-address.ts';
import { type Counting, countByAddress, countByCaller, countBySubject } from './count-requests.ts';
import { countTogether } from './count-together.ts';
import { policyField } from './limit-headers.ts';
import { createRedisStore, type RedisStore } from './redis-store.ts';

export interface AdmissionResult {
  /** Undefined when nothing is limited. */
  readonly admission: AdmissionPolicy | undefined;
  readonly warnings: readonly string[];
}

type AdmissionConfig = Pick<ServiceConfig, 'rateLimit' | 'http'>;

/** Rate limits per operation and client; a client is who authenticated, or an address. */
export function createAdmission({ operations }: SecuredContract, config: AdmissionConfig): AdmissionResult {
  const { enabled, routes, skipOptions, key, store } = config.rateLimit;
  if (!enabled) return { admission: undefined, warnings: [] };
  const ids = operations.map(({ id }) => id);
  const unknown = Object.keys(routes).filter((id) => !ids.includes(id));
  const redis = store === undefined ? undefined : createRedisStore(store);
  const admission: AdmissionPolicy = {
    compile: (operation): RouteAdmission | undefined => {
      if (skipOptions && operation.method === 'OPTIONS') return undefined;
      return limit(operation, createCounting(operation, config, redis), key);
    },
    ...(redis !== undefined && { close: () => redis.close() }),
  };
  const open = key === 'subject' ? operations.filter(isPublic).map(({ id }) => id) : [];
  const unlimited = open.length === 0 ? [] : [`rate_limit.key is subject: nobody is counted for ${open.join(', ')}`];
  return { admission, warnings: [...unknown.map((id) => unknownRoute(id, ids)), ...unlimited] };
}

function limit(
  operation: Operation,
  counting: Counting,
  key: AdmissionConfig['rateLimit']['key'],
): RouteAdmission | undefined {
  if (key === 'ip') return countByAddress(counting);
  if (key === 'subject') return isPublic(operation) ? undefined : countBySubject(counting);
  return isPublic(operation) ? countByAddress(counting) : countByCaller(counting);
}

function isPublic({ security }: Operation): boolean {
  return security.length === 0;
}

function createCounting({ id }: Operation, { rateLimit, http }: AdmissionConfig, redis?: RedisStore): Counting {
  const { routes, windowSecs, maxKeys } = rateLimit;
  const own = Object.hasOwn(routes, id) ? routes[id] : undefined;
  const requests = own ?? rateLimit.requests;
  const name = own === undefined ? 'default' : 'operation';
  const limit = { name: id, requests, windowMs: windowSecs * 1_000, maxKeys };
  const memory = countTogether(limit) ?? new TokenBuckets(limit);
  return {
    name,
    policy: policyField({ name, requests, windowSecs }),
    limiter: redis === undefined ? memory : redis.limiter({ operation: id, requests, windowSecs, memory }),
    addressOf: createClientAddress(http),
  };
}

function unknownRoute(id: string, ids: readonly string[]): string {
  const near = nearestKey(id, ids);
  return `rate_limit.routes.${id} has no effect: no such operation${near === undefined ? '' : `, did you mean ${near}?`}`;
}
