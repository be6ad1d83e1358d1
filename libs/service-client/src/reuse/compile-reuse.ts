import { mediaKind } from '@brrt/router-core/body';
import type { ClientOperationConfig } from '@brrt/router-core/config';
import type { Operation } from '@brrt/service-model';
import { ClientConfigurationError } from '../client-configuration-error.ts';
import type { Resilience } from '../resilience/upstream.ts';

/** How answers of one operation are used more than once. */
export interface ReusePlan {
  /** Kept, and used again while they are good. */
  readonly isCached: boolean;
  /** Given to all who ask for the same at the same time. */
  readonly isCoalesced: boolean;
}

export interface ReuseContext {
  readonly service: string;
  readonly isSafe: boolean;
  readonly resilience: Pick<Resilience, 'cache' | 'coalesce'>;
  readonly own: ClientOperationConfig | undefined;
}

// With one of them an answer says how long it is good for, or how to ask whether it still is.
const freshnessHeaders = new Set(['cache-control', 'etag', 'expires', 'last-modified']);

/**
 * Undefined: every call is sent. Without configuration of the operation itself the contract decides: a response that declares
 * one of the headers by which HTTP says how long it is good for.
 * @throws ClientConfigurationError for an operation whose answers cannot be used twice
 */
export function compileReuse(operation: Operation, context: ReuseContext): ReusePlan | undefined {
  const { isSafe, resilience, own } = context;
  const isWhole = !operation.responses.some(({ content }) => content.some(({ mediaType }) => mayStream(mediaType)));
  const says = operation.responses.some(({ headers }) =>
    headers.some(({ name }) => freshnessHeaders.has(name.toLowerCase())),
  );
  const mayCache = isWhole && operation.method === 'GET';
  const mayShare = isWhole && isSafe;
  if (own?.cache === true && !mayCache) throw refusal(operation, context.service, 'cache');
  if (own?.coalesce === true && !mayShare) throw refusal(operation, context.service, 'coalesce');
  const isCached = mayCache && (own?.cache ?? (says && resilience.cache.enabled));
  const isCoalesced = mayShare && (own?.coalesce ?? (says && resilience.coalesce));
  return isCached || isCoalesced ? { isCached, isCoalesced } : undefined;
}

function mayStream(mediaType: string): boolean {
  const kind = mediaKind(mediaType);
  return kind === 'events' || kind === 'sequence' || kind === 'multipart' || mediaType.includes('*');
}

function refusal({ name, method }: Operation, service: string, key: 'cache' | 'coalesce'): ClientConfigurationError {
  const wanted = key === 'cache' ? 'GET' : 'a safe method';
  return new ClientConfigurationError(
    service,
    `clients.${service}.operations.${name}.${key}: ${method} ${name} cannot have it; it needs ${wanted} and answers that are no streams`,
  );
}
