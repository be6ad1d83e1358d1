import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { DatabaseKind } from './statements.ts';
import type {
  ClaimedDelivery,
  ClaimRequest,
  DeliveryAttempt,
  DeliveryRecord,
  Endpoint,
  EndpointSecret,
  QueueState,
  Settlement,
  WebhookStore,
} from './webhook-store.ts';
import type { DeliveryTable, EndpointTable, WebhookTables } from './webhook-tables.ts';

/** Attempts that are remembered of one delivery. */
const keptAttempts = 20;

/** The outbox in a service's own database, through Kysely: SQLite and PostgreSQL. */
export function createOutboxStore(database: Kysely<WebhookTables>, kind: DatabaseKind): WebhookStore {
  return {
    claim: (request) => claimDue(database, kind, request),
    settle: (delivery, settlement) => settle(database, delivery, settlement),
    disableEndpoint: (id, now) => disableEndpoint(database, id, now),
    async findEndpoint(id) {
      const rows = await database.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).execute();
      return rows.map(readEndpoint)[0];
    },
    async changeSecrets(id, before, after) {
      const { numUpdatedRows } = await database
        .updateTable('webhook_endpoints')
        .set({ secrets: JSON.stringify(after) })
        .where('id', '=', id)
        .where('secrets', '=', JSON.stringify(before))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    list: (query) => list(database, query),
    async replay(id, now) {
      const { numUpdatedRows } = await database
        .updateTable('webhook_deliveries')
        .set({ state: 'pending', attempts: 0, due_at: now, claim: null, settled_at: null })
        .where('id', '=', id)
        .where('state', '!=', 'pending')
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    state: () => countStates(database),
    purge: (before) => purge(database, before),
  };
}

async function disableEndpoint(database: Kysely<WebhookTables>, id: string, now: number): Promise<void> {
  await database.updateTable('webhook_endpoints').set({ disabled_at: now }).where('id', '=', id).execute();
  await database
    .updateTable('webhook_deliveries')
    .set({ state: 'dead', settled_at: now, claim: null })
    .where('endpoint_id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

async function countStates(database: Kysely<WebhookTables>): Promise<QueueState> {
  const rows = await database
    .selectFrom('webhook_deliveries')
    .select(['state', (of) => of.fn.countAll().as('count'), (of) => of.fn.min('created_at').as('oldest')])
    .where('state', 'in', ['pending', 'dead'])
    .groupBy('state')
    .execute();
  const pending = rows.find(({ state }) => state === 'pending');
  const dead = rows.find(({ state }) => state === 'dead');
  return {
    pending: Number(pending?.count ?? 0),
    dead: Number(dead?.count ?? 0),
    oldest: pending === undefined ? undefined : Number(pending.oldest),
  };
}

async function purge(
  database: Kysely<WebhookTables>,
  { delivered, dead }: Parameters<WebhookStore['purge']>[0],
): Promise<void> {
  await database
    .deleteFrom('webhook_deliveries')
    .where((of) =>
      of.or([
        of.and([of('state', '=', 'delivered'), of('settled_at', '<', delivered)]),
        of.and([of('state', '=', 'dead'), of('settled_at', '<', dead)]),
      ]),
    )
    .execute();
}

/** One endpoint after the other, the one that waits longest first: a full one takes no other's place. */
async function claimDue(
  database: Kysely<WebhookTables>,
  kind: DatabaseKind,
  request: ClaimRequest,
): Promise<readonly ClaimedDelivery[]> {
  const { now, limit, freeOf, except } = request;
  let waiting = database
    .selectFrom('webhook_deliveries')
    .select('endpoint_id')
    .where('state', '=', 'pending')
    .where('due_at', '<=', now)
    .groupBy('endpoint_id')
    .orderBy((of) => of.fn.min('due_at'))
    .limit(limit);
  if (except.length > 0) waiting = waiting.where('endpoint_id', 'not in', except);
  const claimed: Selectable<DeliveryTable>[] = [];
  for (const { endpoint_id } of await waiting.execute()) {
    const free = Math.min(freeOf(endpoint_id), limit - claimed.length);
    if (free > 0) claimed.push(...(await claimOf(database, kind, { ...request, endpointId: endpoint_id, free })));
  }
  if (claimed.length === 0) return [];
  const ids = [...new Set(claimed.map(({ endpoint_id }) => endpoint_id))];
  const rows = await database.selectFrom('webhook_endpoints').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, readEndpoint(row)]));
  return claimed.flatMap((row) => {
    const endpoint = byId.get(row.endpoint_id);
    // Removed between the two questions: its deliveries are gone with it.
    return endpoint === undefined ? [] : [readClaimed(row, endpoint)];
  });
}

interface EndpointClaim extends ClaimRequest {
  readonly endpointId: string;
  readonly free: number;
}

function claimOf(
  database: Kysely<WebhookTables>,
  kind: DatabaseKind,
  { now, leaseUntil, endpointId, free }: EndpointClaim,
): Promise<Selectable<DeliveryTable>[]> {
  return database
    .with('due', (of) => {
      const rows = of
        .selectFrom('webhook_deliveries')
        .select('id')
        .where('endpoint_id', '=', endpointId)
        .where('state', '=', 'pending')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(free);
      // SQLite has one writer at a time.
      return kind === 'postgres' ? rows.forUpdate().skipLocked() : rows;
    })
    .updateTable('webhook_deliveries')
    .set({ due_at: leaseUntil, claim: randomUUID(), attempts: sql<number>`attempts + 1` })
    .where('id', 'in', (of) => of.selectFrom('due').select('due.id'))
    .returningAll()
    .execute();
}

async function settle(
  database: Kysely<WebhookTables>,
  { id, claim, history }: ClaimedDelivery,
  settlement: Settlement,
): Promise<boolean> {
  const state = settlement.outcome === 'retry' ? 'pending' : settlement.outcome;
  const { numUpdatedRows } = await database
    .updateTable('webhook_deliveries')
    .set({
      state,
      claim: null,
      due_at: settlement.outcome === 'retry' ? settlement.dueAt : settlement.at,
      settled_at: settlement.outcome === 'retry' ? null : settlement.at,
      history: JSON.stringify([...history, settlement.attempt].slice(-keptAttempts)),
    })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function list(
  database: Kysely<WebhookTables>,
  { state, limit }: Parameters<WebhookStore['list']>[0],
): Promise<readonly DeliveryRecord[]> {
  let query = database
    .selectFrom('webhook_deliveries as delivery')
    .innerJoin('webhook_endpoints as endpoint', 'endpoint.id', 'delivery.endpoint_id')
    .select(['delivery.id', 'delivery.webhook', 'delivery.endpoint_id', 'endpoint.url', 'endpoint.disabled_at'])
    .select(['delivery.state', 'delivery.created_at', 'delivery.due_at', 'delivery.settled_at'])
    .select(['delivery.attempts', 'delivery.history', 'delivery.traceparent'])
    .orderBy('delivery.created_at', 'desc')
    .orderBy('delivery.id')
    .limit(limit);
  if (state !== undefined) query = query.where('delivery.state', '=', state);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    webhook: row.webhook,
    endpointId: row.endpoint_id,
    url: row.url,
    isEndpointDisabled: row.disabled_at !== null,
    // Only this file writes the column.
    state: row.state as DeliveryRecord['state'],
    createdAt: Number(row.created_at),
    ...(row.state === 'pending' && { dueAt: Number(row.due_at) }),
    ...(row.settled_at !== null && { settledAt: Number(row.settled_at) }),
    attemptCount: row.attempts,
    attempts: readHistory(row.history),
    ...(row.traceparent !== null && { traceId: row.traceparent.slice(3, 35) }),
  }));
}

function readClaimed(row: Selectable<DeliveryTable>, endpoint: Endpoint): ClaimedDelivery {
  return {
    id: row.id,
    claim: row.claim ?? '',
    webhook: row.webhook,
    method: row.method,
    query: row.query,
    // Written by `insertDelivery` alone.
    headers: JSON.parse(row.headers) as readonly string[],
    body: row.body,
    attempt: row.attempts,
    traceparent: row.traceparent ?? undefined,
    history: readHistory(row.history),
    endpoint,
  };
}

function readEndpoint({ id, url, secrets }: Selectable<EndpointTable>): Endpoint {
  // Written by `insertEndpoint`, `renewEndpoint` and `changeSecrets` alone.
  return { id, url, secrets: JSON.parse(secrets) as readonly EndpointSecret[] };
}

function readHistory(text: string): readonly DeliveryAttempt[] {
  // Written by `settle` alone.
  return JSON.parse(text) as readonly DeliveryAttempt[];
}
