import { fetchLocal, type LocalAnswer } from '../services/fetch-local.ts';
import type { ServiceRegistry } from '../services/service-registry.ts';
import { RequestError } from './request-error.ts';
import type { Route } from './route.ts';

const noWebhooks = 404;
const path = '/webhook-deliveries';

/** Deliveries of webhooks, as the services themselves tell of them. */
export function webhookRoutes(registry: ServiceRegistry): readonly Route[] {
  async function ask(
    name: string,
    query: Readonly<Record<string, string>>,
    method: 'GET' | 'POST',
  ): Promise<LocalAnswer> {
    const url = registry.managementOf(name);
    if (url === undefined) throw new RequestError(noWebhooks, `${name} does not listen`);
    // A page of another site cannot send this header.
    const search = Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`;
    const answer = await fetchLocal(`${url}${path}${search}`, { 'x-brrt-dashboard': '1' }, method);
    if (answer === undefined) throw new RequestError(503, `${name} does not answer`);
    if (answer.status === noWebhooks) throw new RequestError(noWebhooks, `${name} sends no webhooks`);
    return answer;
  }
  return [
    {
      method: 'GET',
      path: '/api/services/{name}/webhooks',
      async respond({ path: { name = '' }, query }) {
        const state = query.get('state');
        const answer = await ask(name, state === null ? {} : { state }, 'GET');
        if (answer.status !== 200) throw new RequestError(503, `${name} does not tell of its webhooks`);
        return { status: 200, headers: { 'content-type': 'application/json' }, body: answer.text };
      },
    },
    {
      method: 'POST',
      path: '/api/services/{name}/webhooks/{id}/replay',
      async respond({ path: { name = '', id = '' } }) {
        const answer = await ask(name, { replay: id }, 'POST');
        if (answer.status !== 202) throw new RequestError(409, 'There is no such delivery that has ended');
        return { status: 202, headers: {}, body: '' };
      },
    },
  ];
}
