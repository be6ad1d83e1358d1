import type { RateLimitStoreConfig } from '@brrt/router-core/config';
import type { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter, LimitState } from './limiter.ts';

/** What one operation allows, and who counts while the store is out of reach. */
export interface StoredLimit {
  readonly operation: string;
  readonly requests: number;
  readonly windowSecs: number;
  readonly memory: Limiter;
}

/** Counts that all processes of a service share, in Redis or Valkey: fixed windows that begin with a client's first request. */
export interface RedisStore {
  limiter(limit: StoredLimit): Limiter;
  close(): Promise<void>;
}

type Connection = Awaited<ReturnType<typeof connect>>;

const longestReconnectMs = 2_000;

/** The connection is made with the first request and comes back by itself. */
export function createRedisStore(config: RateLimitStoreConfig): RedisStore {
  let connection: Promise<Connection> | undefined;
  const connected = (): Promise<Connection> => {
    connection ??= connect(config);
    return connection;
  };
  return {
    limiter: (limit) => new RedisLimiter(connected, config, limit),
    close: async () => (await connection)?.client.disconnect(),
  };
}

// Loaded when it is needed: most services count in memory.
async function connect({ url, timeoutMs }: RateLimitStoreConfig) {
  const [{ Redis }, { RateLimiterRedis: Limits }] = await Promise.all([
    import('iovalkey'),
    import('rate-limiter-flexible'),
  ]);
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(2 ** attempt * 50, longestReconnectMs),
    // A request that cannot be counted now is not counted later.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  // Each failure shows where it matters, at the request that could not be counted.
  client.on('error', () => undefined);
  const begun = client.connect().catch(() => undefined);
  await within(timeoutMs, begun);
  return { client, Limits };
}

class RedisLimiter implements Limiter {
  readonly #connected: () => Promise<Connection>;
  readonly #config: RateLimitStoreConfig;
  readonly #limit: StoredLimit;
  #limits: Promise<RateLimiterRedis> | undefined = undefined;

  constructor(connected: () => Promise<Connection>, config: RateLimitStoreConfig, limit: StoredLimit) {
    this.#connected = connected;
    this.#config = config;
    this.#limit = limit;
  }

  take(key: string): Promise<LimitState | undefined> {
    // The library rejects with its count when the quota is used up, and with an Error when nobody could count.
    const consume = (limits: RateLimiterRedis) =>
      limits.consume(key).catch((refusal: unknown) => {
        if (isCount(refusal)) return refusal;
        throw refusal;
      });
    const { requests, memory } = this.#limit;
    return this.#ask(
      consume,
      (count) => stateOf(count, count.consumedPoints <= requests),
      () => memory.take(key),
    );
  }

  peek(key: string): Promise<LimitState | undefined> {
    const { requests, memory } = this.#limit;
    const unused: LimitState = { admitted: true, remaining: requests, waitMs: 0, fullInMs: 0 };
    return this.#ask(
      (limits) => limits.get(key),
      (count) => (count === null ? unused : stateOf(count, count.consumedPoints < requests)),
      () => memory.peek(key),
    );
  }

  async #ask<Count>(
    question: (limits: RateLimiterRedis) => Promise<Count>,
    read: (count: Count) => LimitState,
    instead: () => LimitState | Promise<LimitState | undefined>,
  ): Promise<LimitState | undefined> {
    const answer = question(await this.#made())
      .then(read)
      .catch(() => undefined);
    const state = await within(this.#config.timeoutMs, answer);
    if (state !== undefined) return state;
    return this.#config.onFailure === 'open' ? instead() : undefined;
  }

  #made(): Promise<RateLimiterRedis> {
    this.#limits ??= this.#connected().then(
      ({ client, Limits }) =>
        new Limits({
          storeClient: client,
          rejectIfRedisNotReady: true,
          keyPrefix: `${this.#config.prefix}${this.#limit.operation}`,
          points: this.#limit.requests,
          duration: this.#limit.windowSecs,
        }),
    );
    return this.#limits;
  }
}

function stateOf({ remainingPoints, msBeforeNext }: RateLimiterRes, admitted: boolean): LimitState {
  return { admitted, remaining: remainingPoints, waitMs: admitted ? 0 : msBeforeNext, fullInMs: msBeforeNext };
}

function isCount(refusal: unknown): refusal is RateLimiterRes {
  return typeof refusal === 'object' && refusal !== null && 'msBeforeNext' in refusal;
}

/** Undefined when the time is over first. */
async function within<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, milliseconds, undefined);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
