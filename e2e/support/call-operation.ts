import { randomBytes } from 'node:crypto';
import type { SecurityConfig } from '@brrt/router-core/config';
import { encodeCookies, encodeHeaders, encodePath, encodeQuery } from '@brrt/router-core/params';
import type { MediaType, Operation, ParameterPlace, ServiceModel } from '@brrt/service-model';

/** A service that runs, and what opens it. */
export interface OpenService {
  readonly url: string;
  readonly model: ServiceModel;
  readonly development: SecurityConfig['development'];
}

/** Calls an operation with the examples of its contract and the first security alternative. */
export async function callOperation(operation: Operation, { url, model, development }: OpenService): Promise<Response> {
  const query = [encodeQuery(operation, exampleValues(operation, 'query'))].filter((part) => part !== '');
  const headers = new Headers({ ...encodeHeaders(operation, exampleValues(operation, 'header')) });
  const cookies = [encodeCookies(operation, exampleValues(operation, 'cookie'))].filter((part) => part !== undefined);
  for (const { scheme: name } of operation.security[0] ?? []) {
    const scheme = model.securitySchemes[name];
    const { key = '', token } = development[name] ?? {};
    if (scheme?.type !== 'apiKey') headers.set('Authorization', `Bearer ${token}`);
    else if (scheme.in === 'query') query.push(`${scheme.parameterName}=${key}`);
    else if (scheme.in === 'cookie') cookies.push(`${scheme.parameterName}=${key}`);
    else headers.set(scheme.parameterName, key);
  }
  if (cookies.length > 0) headers.set('Cookie', cookies.join('; '));
  const offered = operation.requestBody?.content ?? [];
  const media = offered.find(({ examples }) => examples.length > 0) ?? offered[0];
  if (media !== undefined && !media.mediaType.startsWith('multipart/')) headers.set('Content-Type', media.mediaType);
  const body = media === undefined ? {} : { body: exampleBody(media) };
  const path = `${operation.basePaths[0] ?? ''}${encodePath(operation, exampleValues(operation, 'path'))}`;
  const search = query.length === 0 ? '' : `?${query.join('&').replace(/^\?/, '')}`;
  return fetch(`${url}${path}${search}`, { method: operation.method, headers, redirect: 'manual', ...body });
}

function exampleValues({ parameters }: Operation, place: ParameterPlace): Readonly<Record<string, unknown>> {
  const places: readonly ParameterPlace[] = place === 'query' ? ['query', 'querystring'] : [place];
  const needed = parameters.filter((parameter) => places.includes(parameter.in) && parameter.required);
  return Object.fromEntries(
    needed.map(({ name, examples, content }) => [name, (content?.examples ?? examples)[0]?.value]),
  );
}

function exampleBody({ mediaType, examples, schema }: MediaType): NonNullable<RequestInit['body']> {
  const value = examples[0]?.value;
  if (/[/+]json$/.test(mediaType)) return JSON.stringify(value);
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (mediaType === 'application/x-www-form-urlencoded') {
    return new URLSearchParams(fields.map(([name, field]): [string, string] => [name, String(field)]));
  }
  if (mediaType.startsWith('multipart/')) {
    const form = new FormData();
    if (examples.length === 0) for (const name of requiredNames(schema)) form.append(name, new Blob(['x']), 'x.bin');
    for (const [name, field] of fields) form.append(name, typeof field === 'string' ? field : JSON.stringify(field));
    return form;
  }
  return typeof value === 'string' ? value : new Uint8Array(randomBytes(64));
}

/** Of a form that shows no example: all of them are taken for files. */
function requiredNames(schema: MediaType['schema']): readonly string[] {
  const names = typeof schema === 'object' && 'required' in schema ? schema.required : [];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
