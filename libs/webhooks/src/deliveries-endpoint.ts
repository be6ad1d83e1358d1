import { type HttpRequest, type HttpResponse, isLocalRequest, type ManagementEndpoint } from '@brrt/router-core/ports';
import { type DeliveryState, deliveryStates, type WebhookStore } from './outbox/webhook-store.ts';

const shownDeliveries = 200;

/**
 * `GET /webhook-deliveries?state=dead`: what is in the outbox, for the dashboard; `POST /webhook-deliveries?replay=<id>` sends one
 * again. Only for who asks on this machine, and for no page of another site: it could neither name the host nor send the header.
 */
export function createDeliveriesEndpoint(
  store: Pick<WebhookStore, 'list' | 'replay' | 'state'>,
  wake: () => void,
): ManagementEndpoint {
  return {
    path: '/webhook-deliveries',
    methods: ['GET', 'POST'],
    async respond(request) {
      if (!isFromDashboard(request)) return json(403, { detail: 'Only the dashboard on this machine may ask' });
      const query = new URLSearchParams(request.query);
      if (request.method === 'GET') return show(store, query.get('state'));
      const id = query.get('replay') ?? '';
      if (!(await store.replay(id, Date.now())))
        return json(409, { detail: 'There is no such delivery that has ended' });
      wake();
      return json(202, { id });
    },
  };
}

async function show(store: Pick<WebhookStore, 'list' | 'state'>, asked: string | null): Promise<HttpResponse> {
  const state: DeliveryState | undefined = deliveryStates.find((each) => each === asked);
  const [deliveries, { pending, dead }] = await Promise.all([
    store.list({ state, limit: shownDeliveries }),
    store.state(),
  ]);
  return json(200, { pending, dead, deliveries });
}

function isFromDashboard(request: HttpRequest): boolean {
  return isLocalRequest(request) && request.headers['x-brrt-dashboard'] !== undefined;
}

function json(status: number, body: object): HttpResponse {
  return {
    status,
    headers: ['content-type', 'application/json', 'cache-control', 'no-store'],
    body: JSON.stringify(body),
  };
}
