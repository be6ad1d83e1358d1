import type { Service } from '@brrt/router-core';
import { readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { createMock, type MockOptions } from './create-mock.ts';
import { createState } from './state-file.ts';

export const defaults: MockOptions = {
  seed: undefined,
  dynamic: false,
  cors: false,
  auth: true,
  state: undefined,
  onRequest: () => {},
  warn: () => {},
};

export async function readContract(text: string): Promise<ServiceModel> {
  const { model, diagnostics } = await readServiceModelText({ text, file: 'openapi.yaml' });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

/** A mock of a contract that remembers. */
export async function startStateful(text: string, options: Partial<MockOptions> = {}): Promise<Service> {
  return createMock(await readContract(text), { ...defaults, state: createState(), ...options });
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly location: string | null;
  readonly kind: string | null;
}

/** One call, as `GET /pets`. */
export async function ask(
  service: Service,
  call: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [method = '', target = ''] = call.split(' ');
  const patch = Array.isArray(body) ? 'application/json-patch+json' : 'application/merge-patch+json';
  const type = method === 'PATCH' ? patch : 'application/json';
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await service.fetch(target, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': type }), ...headers },
    ...content,
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return {
    status: answer.status,
    body: isJson ? JSON.parse(text) : text,
    location: answer.headers.get('location'),
    kind: answer.headers.get('x-brrt-mock'),
  };
}
