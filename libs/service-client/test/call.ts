import { loadContract } from '@brrt/router-core/host';
import type { BindableClient } from '@brrt/router-core/ports';
import {
  type ClientOptions,
  type ClientRequest,
  type ClientResponse,
  clientSchemas,
  createClient,
} from '../src/index.ts';
import { exchangeOf, type GivenExchange } from './exchange.ts';

export type Method = (request?: ClientRequest) => Promise<ClientResponse>;
/** Every operation of a contract in `testdata` by name. */
export type AnyClient = Readonly<Record<string, Method>>;
export type ContractName =
  | 'news'
  | 'shop'
  | 'security'
  | 'streams'
  | 'documents'
  | 'wide'
  | 'failing'
  | 'reuse'
  | 'clash';

/** @param operations those that the client has; all when left out */
export async function createAnyClient(
  name: ContractName,
  options: ClientOptions,
  operations?: readonly string[],
): Promise<BindableClient<AnyClient>> {
  const file = new URL(`../testdata/${name}.yaml`, import.meta.url);
  const { model } = await loadContract({ service: name, file });
  const chosen = model.operations.filter((operation) => operations?.includes(operation.name) ?? true);
  const contract = { ...model, operations: chosen };
  return createClient({ service: name, contract, schemas: clientSchemas(name, contract) }, options);
}

/** What to call, and on whose behalf. */
export interface Calling {
  readonly operation: string;
  readonly request?: ClientRequest;
  readonly exchange?: GivenExchange;
  readonly options?: Partial<ClientOptions>;
}

/** Calls one operation of the shop once, with a client of its own. */
export async function callShop(baseUrl: string, calling: Calling): Promise<ClientResponse> {
  const client = await createAnyClient('shop', { baseUrl, credentials: { Key: 'open sesame' }, ...calling.options });
  try {
    return await methodOf(client.bind(exchangeOf(calling.exchange)), calling.operation)(calling.request);
  } finally {
    await client.close();
  }
}

export function methodOf(client: AnyClient, operation: string): Method {
  const method = client[operation];
  if (method === undefined) throw new TypeError(`The client has no ${operation}`);
  return method;
}
