import type { ContractSubset, Operation, Parameter } from '@brrt/service-model';
import { encodeCookies, encodeFields, encodeHeaders, encodePath, encodeQuery } from '../params/index.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { generateRequestContent, type RequestContent } from './request-content.ts';
import { type Credential, type CredentialParts, credentialParts, sampleCredentials } from './request-credentials.ts';
import { generateParameter } from './request-parameters.ts';

/** A request of one operation, as a client sends it to the root of the service. */
export interface GeneratedRequest {
  readonly method: string;
  /** Path with base path, and query. */
  readonly target: string;
  /** Names in lower case and values in turn; no `content-length`, no `host`. */
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | undefined;
}

export interface RequestOptions {
  readonly schemas: SchemaCompiler;
  /** The same seed makes the same request. A fixed one when left out. */
  readonly seed?: number;
  /** Optional parameters are sent too, where they have a value. */
  readonly sendsOptional?: boolean;
  /** By security scheme; samples of the right form when left out. */
  readonly credentials?: Readonly<Record<string, Credential>>;
}

/** A request, or what it lacks: a required part that the contract gives no value for. */
/** What is missing where no alternative of the security can be met. */
export const noCredentials = 'credentials for its security schemes';

export type GenerateResult = { readonly request: GeneratedRequest } | { readonly missing: string };

/**
 * A valid request of an operation, by the examples of its contract, else by its schemas. `securitySchemes` of the
 * contract say how it is let in.
 */
export function generateRequest(
  operation: Operation,
  contract: ContractSubset,
  options: RequestOptions,
): GenerateResult {
  const { schemas, seed } = options;
  const values = parameterValues(operation, contract, options);
  if ('missing' in values) return values;
  const credentials = credentialParts(operation, contract, options.credentials ?? sampleCredentials(contract));
  if (credentials === undefined) return { missing: noCredentials };
  const content = generateRequestContent(operation, { contract, schemas, seed });
  if (content === undefined && operation.requestBody?.required) return { missing: 'a body' };
  return { request: writeRequest(operation, { values: values.byPlace, credentials, content }) };
}

type ValuesByPlace = Readonly<Record<Parameter['in'], Readonly<Record<string, unknown>>>>;

function parameterValues(
  operation: Operation,
  contract: ContractSubset,
  { schemas, seed, sendsOptional }: RequestOptions,
): { readonly byPlace: ValuesByPlace } | { readonly missing: string } {
  const byPlace = { path: {}, query: {}, querystring: {}, header: {}, cookie: {} } satisfies ValuesByPlace;
  const claimed = claimedNames(operation, contract);
  for (const parameter of operation.parameters) {
    if (claimed.has(`${parameter.in} ${parameter.name.toLowerCase()}`)) continue;
    if (!parameter.required && !sendsOptional) continue;
    const value = generateParameter(parameter, { operation, contract, schemas, seed });
    if (value !== undefined) Object.defineProperty(byPlace[parameter.in], parameter.name, { value, enumerable: true });
    else if (parameter.required) return { missing: `the ${parameter.in} parameter ${parameter.name}` };
  }
  return { byPlace };
}

/** What is sent as a credential already: an API key that is declared as a parameter too. */
function claimedNames({ security }: Operation, { securitySchemes }: ContractSubset): ReadonlySet<string> {
  const keys = (security[0] ?? []).flatMap(({ scheme: name }) => {
    const scheme = Object.hasOwn(securitySchemes, name) ? securitySchemes[name] : undefined;
    return scheme?.type === 'apiKey' ? [`${scheme.in} ${scheme.parameterName.toLowerCase()}`] : [];
  });
  return new Set(keys);
}

interface RequestParts {
  readonly values: ValuesByPlace;
  readonly credentials: CredentialParts;
  readonly content: RequestContent | undefined;
}

function writeRequest(operation: Operation, { values, credentials, content }: RequestParts): GeneratedRequest {
  const declared = operation.parameters.filter((parameter) => Object.hasOwn(values[parameter.in], parameter.name));
  const sent = { path: operation.path, parameters: declared };
  const query = [
    encodeQuery(sent, { ...values.query, ...values.querystring }).slice(1),
    encodeFields(Object.fromEntries(credentials.query)),
  ].filter((part) => part !== '');
  const cookies = [
    encodeCookies(sent, values.cookie),
    ...credentials.cookies.map(([name, value]) => `${name}=${value}`),
  ].filter((part) => part !== undefined);
  return {
    method: operation.method,
    target: `${operation.basePaths[0] ?? ''}${encodePath(sent, values.path)}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    headers: [
      ...Object.entries(encodeHeaders(sent, values.header)),
      ...credentials.headers.map(([name, value]) => [name.toLowerCase(), value]),
      ...(cookies.length === 0 ? [] : [['cookie', cookies.join('; ')]]),
      ...(content === undefined ? [] : [['content-type', content.contentType]]),
    ].flat(),
    body: content?.body,
  };
}
