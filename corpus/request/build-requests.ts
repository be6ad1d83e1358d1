import type { SecurityConfig } from '@brrt/router-core/config';
import { encodeCookies, encodeHeaders, encodePath, encodeQuery } from '@brrt/router-core/params';
import type { MediaType, Operation, Parameter, ParameterPlace } from '@brrt/service-model';
import { type Credentials, credentialsFor } from './credentials.ts';
import { type RequestBody, requestBody } from './request-body.ts';
import { type CallableContract, type ParameterValue, parameterValue } from './request-values.ts';

/** One valid request for an operation. */
export interface RequestToSend {
  /** What it is there for: `every parameter`, `code 404`. */
  readonly purpose: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody | undefined;
  readonly media: MediaType | undefined;
  readonly values: readonly ParameterValue[];
}

export interface Callable extends CallableContract {
  readonly development: SecurityConfig['development'];
}

/** No valid request could be made. */
export class NoRequestError extends TypeError {
  override readonly name = 'NoRequestError';
}

/**
 * Valid requests that ask for all that an operation declares: with every parameter, with the required ones alone, with
 * each media type of its body, and for each of its responses and their media types.
 * @throws NoRequestError when the contract gives no way to make one
 */
export async function buildRequests(contract: Callable, operation: Operation): Promise<readonly RequestToSend[]> {
  const credentials = credentialsFor(operation, contract);
  if (credentials === undefined)
    throw new NoRequestError('no security alternative has credentials in config.development.yaml');
  const values = parameterValues(contract, operation, credentials);
  const required = values.filter(({ parameter }) => parameter.required);
  const bodies = await requestBodies(contract, operation);
  const [first] = bodies;
  const make = (purpose: string, given: Given): RequestToSend =>
    buildRequest(operation, credentials, { purpose, ...given });
  const minimal = { values: required, ...(operation.requestBody?.required === true && first) };
  return [
    make('every parameter', { values, ...first }),
    ...(values.length > required.length || (first !== undefined && operation.requestBody?.required !== true)
      ? [make('required parameters alone', minimal)]
      : []),
    ...bodies.slice(1).map((body) => make(`a body of ${body.media.mediaType}`, { values: required, ...body })),
    ...listWishes(operation).map(({ purpose, headers }) => make(purpose, { ...minimal, headers })),
  ];
}

interface Given {
  readonly values: readonly ParameterValue[];
  readonly body?: RequestBody;
  readonly media?: MediaType;
  readonly headers?: Readonly<Record<string, string>>;
}

function parameterValues(
  contract: Callable,
  operation: Operation,
  credentials: Credentials,
): readonly ParameterValue[] {
  return operation.parameters.flatMap((parameter) => {
    if (isCredential(parameter, credentials)) return [];
    const value = parameterValue(contract, operation, parameter);
    if (value !== undefined) return [value];
    if (!parameter.required) return [];
    throw new NoRequestError(`no valid value for ${parameter.in} parameter ${parameter.name}`);
  });
}

function isCredential({ name, in: place }: Parameter, { headers, query, cookies }: Credentials): boolean {
  if (place === 'query') return Object.hasOwn(query, name);
  if (place === 'cookie') return Object.hasOwn(cookies, name);
  return place === 'header' && Object.keys(headers).some((header) => header.toLowerCase() === name.toLowerCase());
}

async function requestBodies(
  contract: Callable,
  operation: Operation,
): Promise<readonly { readonly media: MediaType; readonly body: RequestBody }[]> {
  const bodies: { media: MediaType; body: RequestBody }[] = [];
  for (const media of operation.requestBody?.content ?? []) {
    const body = await requestBody(contract, operation, media);
    if (body !== undefined) bodies.push({ media, body });
    else if (operation.requestBody?.required === true) throw new NoRequestError(`no valid body of ${media.mediaType}`);
  }
  return bodies;
}

interface Wish {
  readonly purpose: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A wish for each response by `Prefer`, and for each media type of the successful ones by `Accept`. */
function listWishes({ responses }: Operation): readonly Wish[] {
  const codes = responses.flatMap(
    ({ status }) =>
      wantedCode(
        status,
        responses.map((response) => response.status),
      ) ?? [],
  );
  const types = responses.filter(({ status }) => /^2/.test(status)).flatMap(({ content }) => content.slice(1));
  return [
    ...codes.map((code) => ({ purpose: `code ${code}`, headers: { Prefer: `code=${code}` } })),
    ...[...new Set(types.map(({ mediaType }) => mediaType))].map((type) => ({
      purpose: `accept ${type}`,
      headers: { Accept: type },
    })),
  ];
}

function wantedCode(status: string, declared: readonly string[]): string | undefined {
  if (/^[2-5]\d\d$/.test(status)) return status;
  const range = /^([2-5])XX$/.exec(status)?.[1];
  const candidates = range === undefined ? ['200', '500', '418'] : [`${range}00`, `${range}18`];
  return candidates.find(
    (code) => !declared.includes(code) && (range !== undefined || !declared.includes(`${code[0]}XX`)),
  );
}

function buildRequest(
  operation: Operation,
  credentials: Credentials,
  { purpose, values, body, media, headers }: Given & { readonly purpose: string },
): RequestToSend {
  const given = (place: ParameterPlace): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      values.filter(({ parameter }) => parameter.in === place).map(({ parameter, value }) => [parameter.name, value]),
    );
  const sent = { path: operation.path, parameters: values.map(({ parameter }) => parameter) };
  const pairs = Object.entries(credentials.query).map((pair) => pair.map(encodeURIComponent).join('='));
  const query = [encodeQuery(sent, { ...given('query'), ...given('querystring') }).slice(1), ...pairs].filter(
    (part) => part !== '',
  );
  const keys = Object.entries(credentials.cookies).map((pair) => pair.join('='));
  const cookies = [encodeCookies(sent, given('cookie')), ...keys].filter((part) => part !== undefined);
  return {
    purpose,
    method: operation.method,
    target: `${operation.basePaths[0] ?? ''}${encodePath(operation, given('path'))}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    headers: {
      ...encodeHeaders(sent, given('header')),
      ...credentials.headers,
      ...(cookies.length > 0 && { Cookie: cookies.join('; ') }),
      ...(body !== undefined && { 'Content-Type': body.contentType }),
      ...headers,
    },
    body,
    media,
    values,
  };
}
