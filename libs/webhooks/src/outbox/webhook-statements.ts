import { type CompiledQuery, type Expression, sql } from 'kysely';
import { type DatabaseKind, statementsFor } from './statements.ts';
import type { EndpointSecret } from './webhook-store.ts';

/** A delivery before its first attempt. */
export interface NewDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly webhook: string;
  readonly method: string;
  readonly query: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
  readonly now: number;
  readonly traceparent: string | undefined;
}

export interface NewEndpoint {
  readonly id: string;
  readonly url: string;
  readonly secrets: readonly EndpointSecret[];
  readonly now: number;
}

/** Nothing where the endpoint is disabled or gone: nobody wants it any more. */
export function insertDelivery(delivery: NewDelivery, kind: DatabaseKind): CompiledQuery {
  const { now } = delivery;
  const values: readonly (readonly [string, Expression<unknown>])[] = [
    ['id', cast(delivery.id, 'text')],
    ['endpoint_id', sql.ref('webhook_endpoints.id')],
    ['webhook', cast(delivery.webhook, 'text')],
    ['method', cast(delivery.method, 'text')],
    ['query', cast(delivery.query, 'text')],
    ['headers', cast(JSON.stringify(delivery.headers), 'text')],
    ['body', cast(delivery.body, kind === 'postgres' ? 'bytea' : 'blob')],
    ['state', cast('pending', 'text')],
    ['attempts', sql`0`],
    ['due_at', cast(now, 'bigint')],
    ['created_at', cast(now, 'bigint')],
    ['traceparent', cast(delivery.traceparent ?? null, 'text')],
    ['history', cast('[]', 'text')],
  ];
  const columns = sql.join(values.map(([name]) => sql.ref(name)));
  const selected = sql.join(values.map(([, value]) => value));
  return sql`insert into webhook_deliveries (${columns}) select ${selected} from webhook_endpoints where id = ${delivery.endpointId} and disabled_at is null`.compile(
    statementsFor(kind),
  );
}

export function insertEndpoint({ id, url, secrets, now }: NewEndpoint, kind: DatabaseKind): CompiledQuery {
  return statementsFor(kind)
    .insertInto('webhook_endpoints')
    .values({ id, url, secrets: JSON.stringify(secrets), created_at: now, disabled_at: null })
    .compile();
}

/** With everything that was to be sent there. */
export function deleteEndpoint(id: string, kind: DatabaseKind): CompiledQuery {
  return statementsFor(kind).deleteFrom('webhook_endpoints').where('id', '=', id).compile();
}

/** It takes webhooks again, signed with these from now on. */
export function renewEndpoint(id: string, secrets: readonly EndpointSecret[], kind: DatabaseKind): CompiledQuery {
  return statementsFor(kind)
    .updateTable('webhook_endpoints')
    .set({ disabled_at: null, secrets: JSON.stringify(secrets) })
    .where('id', '=', id)
    .compile();
}

/** PostgreSQL has to be told what a bare parameter is. */
function cast(value: unknown, type: 'text' | 'bigint' | 'blob' | 'bytea'): Expression<unknown> {
  return sql`cast(${value} as ${sql.raw(type)})`;
}
