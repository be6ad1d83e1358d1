import { readConfig } from '@brrt/router-core/config';
import { expect } from 'vitest';
import { createPetstoreService } from '../src/service.ts';

/** The credentials of `config.development.yaml`. */
export const headerKey = 'petstore-header-key-6f1d0c94';
export const queryKey = 'petstore-query-key-b82e57a1';
export const cookieKey = 'petstore-session-key-30c9f4d7';
/** Bearer: Ada may do everything, Grace may read. */
export const adaToken = 'petstore-bearer-token-e5a7192b';
export const graceToken = 'petstore-oauth-token-94cd83f0';

export const ada = '00000000-0000-4000-8000-000000000001';
export const nobody = '00000000-0000-4000-8000-00000000ffff';
export const firstItem = '10000000-0000-4000-8000-000000000001';
export const firstOrder = '20000000-0000-4000-8000-000000000001';
export const pixel = '40000000-0000-4000-8000-000000000001';
export const subscription = '50000000-0000-4000-8000-000000000001';
export const address = { street: 'Kompilerweg 1', city: 'Utrecht', postalCode: '3511 AA', country: 'NL' };

export const config = await readConfig({
  directory: import.meta.dirname,
  env: { LOG_LEVEL: 'silent' },
});

/** A pet store with the data of its first day. */
export function openPetstore() {
  return createPetstoreService(config);
}

/** What is sent beside method and target. */
export interface Sending {
  /** False: without the API key. */
  readonly key?: boolean;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: string | FormData | URLSearchParams;
}

/** `target`: method and path, as `GET /pets`. */
export function request(target: string, sending: Sending = {}): Request {
  const [method = '', path = ''] = target.split(/ (.*)/);
  const { key = true, token, json, body = json === undefined ? undefined : JSON.stringify(json) } = sending;
  const headers = new Headers(sending.headers);
  if (key) headers.set('x-api-key', headerKey);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  return new Request(`http://localhost:8081${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
}

/** RFC 9457 as every failure of every stage has it. */
export async function expectProblem(response: Response, status: number, name: string): Promise<void> {
  const problem: unknown = await response.json();
  expect(problem).toMatchObject({
    type: `urn:brrt:problem:${name}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
    code: expect.stringMatching(/^ERR_[A-Z_]+$/),
    requestId: expect.any(String),
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
}
