import type { RequestListener } from 'node:http';
import { defaultResilience } from '@brrt/router-core/config';
import type { BindableClient } from '@brrt/router-core/ports';
import type { ClientOptions, ClientRequest, ClientResponse, Resilience } from '../src/index.ts';
import { type AnyClient, createAnyClient, methodOf } from './call.ts';
import { exchangeOf, type GivenExchange } from './exchange.ts';
import { startUpstream, type Upstream } from './upstream.ts';

export interface GivenReuse extends AsyncDisposable {
  readonly upstream: Upstream;
  readonly client: BindableClient<AnyClient>;
  call(operation: string, request?: ClientRequest, exchange?: GivenExchange): Promise<ClientResponse>;
  /** `n` of the body of `look`. */
  look(request?: ClientRequest, exchange?: GivenExchange): Promise<unknown>;
}

const { retry, breaker, operations } = defaultResilience;

/** What says nothing of an operation but `own`. */
export function ownConfig(own: Partial<Resilience['operations'][string]>): Resilience['operations'][string] {
  const nothing = { timeoutMs: undefined, retry: undefined, hedgeAfterMs: undefined };
  return { ...nothing, cache: undefined, coalesce: undefined, ...own };
}

/** Answers with `{ "n": <how many arrived> }` and these headers. */
export function counting(headers: Readonly<Record<string, string>> = {}): RequestListener {
  let arrived = 0;
  return (_request, response) => {
    arrived += 1;
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(`{"n":${arrived}}`);
  };
}

/** A service and its client, by default without retries and breaker, so that what is counted is what was asked. */
export async function givenReuse(
  answer: RequestListener,
  {
    resilience,
    ...options
  }: Omit<Partial<ClientOptions>, 'resilience'> & { readonly resilience?: Partial<Resilience> } = {},
): Promise<GivenReuse> {
  const upstream = await startUpstream(answer);
  const client = await createAnyClient('reuse', {
    baseUrl: upstream.url,
    credentials: { Bearer: 'of the service' },
    ...options,
    resilience: {
      ...defaultResilience,
      retry: { ...retry, enabled: false },
      breaker: { ...breaker, enabled: false },
      operations,
      ...resilience,
    },
  });
  const call: GivenReuse['call'] = (operation, request = { path: { id: '1' } }, exchange) =>
    methodOf(client.bind(exchangeOf(exchange)), operation)(request);
  return {
    upstream,
    client,
    call,
    look: async (request, exchange) => ((await call('look', request, exchange)).body as { readonly n: unknown }).n,
    async [Symbol.asyncDispose]() {
      await client.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}
