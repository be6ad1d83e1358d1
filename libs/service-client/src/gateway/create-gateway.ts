import { Readable } from 'node:stream';
import type { ClientConfig, ServiceConfig } from '@brrt/router-core/config';
import type {
  ClientIdentity,
  Gateway,
  PassedAnswers,
  PassedRequest,
  PassedResponse,
  PassOn,
  ReadinessCheck,
  UpstreamState,
} from '@brrt/router-core/ports';
import type { ContractSubset, Operation } from '@brrt/service-model';
import { ClientConfigurationError } from '../client-configuration-error.ts';
import { type EncodedCall, idempotentMethods, joinQuery, type SendableCall, safeMethods } from '../compile-call.ts';
import type { Credentials } from '../compile-credentials.ts';
import { configuredOptions } from '../configured-options.ts';
import { type ConnectedUpstream, connectUpstream } from '../connect-upstream.ts';
import { sendMessage } from '../send-call.ts';
import { createForwardedFields, type ForwardedFields } from './forwarded.ts';
import { gatewayCredentials } from './gateway-credentials.ts';
import { connectionNames, passesResponseField } from './header-rules.ts';
import { passOnProblem } from './pass-on-problem.ts';
import { isItemStream, type RawAnswer, readPassedAnswer } from './read-passed-answer.ts';
import { compileRequestFields } from './request-fields.ts';
import { createLocationRewriter, type LocationRewriter } from './rewrite-location.ts';

type GatewayConfig = Pick<ServiceConfig, 'clients' | 'http'>;

/** One called service, as all operations share it that go on to it. */
interface Destination extends ConnectedUpstream {
  readonly service: string;
  readonly credentials: Credentials;
  readonly passThrough: ClientConfig['passThrough'];
  readonly isCallersOwn: boolean;
  readonly rewrite: LocationRewriter;
}

/**
 * Passes requests on to the services of `clients`, with all that holds for calls of them: connections, time limits, retries, breaker,
 * certificates, tokens.
 * @param identity `clientIdentity` of `createSecurity`, for SVIDs in `tls` and `tokens`
 */
export function createGateway(
  contract: Pick<ContractSubset, 'operations' | 'securitySchemes'>,
  config: GatewayConfig,
  identity?: ClientIdentity,
): Gateway {
  const destinations = new Map<string, Destination>();
  const forwarded = createForwardedFields(config.http);
  const readiness: ReadinessCheck[] = [];
  const upstreams: UpstreamState[] = [];
  return {
    readiness,
    upstreams,
    connect(operation, answers) {
      const { passThrough } = operation;
      if (passThrough === undefined) throw new TypeError(`${operation.name} names no service to pass it on to`);
      let destination = destinations.get(passThrough.service);
      if (destination === undefined) {
        destination = open(passThrough.service, { contract, config, identity });
        destinations.set(passThrough.service, destination);
        readiness.push(destination.readiness);
        upstreams.push(destination.state);
      }
      const { problemBase } = config.http;
      return compilePassOn(operation, destination, { contract, forwarded, answers, problemBase });
    },
    async close() {
      for (const { close } of destinations.values()) await close();
    },
  };
}

interface Opening {
  readonly contract: Pick<ContractSubset, 'operations' | 'securitySchemes'>;
  readonly config: GatewayConfig;
  readonly identity: ClientIdentity | undefined;
}

/** @throws ClientConfigurationError */
function open(service: string, { contract, config, identity }: Opening): Destination {
  const client = Object.hasOwn(config.clients, service) ? config.clients[service] : undefined;
  if (client === undefined) {
    const message = `Operations are passed on to ${service}, and config.yaml has no clients.${service}.url`;
    throw new ClientConfigurationError(service, message);
  }
  const connected = connectUpstream(service, configuredOptions(service, config, identity));
  const { base, tokens } = connected;
  const { passThrough } = client;
  const passed = contract.operations.filter((operation) => operation.passThrough?.service === service);
  return {
    ...connected,
    ...{ service, passThrough },
    credentials: gatewayCredentials(service, client, tokens),
    isCallersOwn: passThrough.callerCredentials.length > 0,
    rewrite: createLocationRewriter(base, passed),
  };
}

interface PassOnContext {
  readonly contract: Pick<ContractSubset, 'securitySchemes'>;
  readonly forwarded: ForwardedFields;
  readonly answers: () => PassedAnswers;
  readonly problemBase: string;
}

function compilePassOn(
  operation: Operation,
  destination: Destination,
  { contract, forwarded, answers, problemBase }: PassOnContext,
): PassOn {
  const { credentials, upstream, passThrough, isCallersOwn } = destination;
  const fieldsFor = compileRequestFields({ operation, contract, passThrough, credentials });
  const compile = (): Compiled => {
    const expected = answers();
    return { answers: expected, fields: fieldsFor(expected), calls: new Map() };
  };
  let compiled: Compiled | undefined;
  return async (request, exchange) => {
    compiled ??= compile();
    const { method } = exchange.request;
    const call = callOf(compiled, operation, { method, destination, isCallersOwn });
    const headers = compiled.fields(exchange.request, request.body);
    headers.push(...forwarded(exchange.request));
    const message = encode(request, headers, destination);
    const isPaced = request.body !== undefined && !(request.body instanceof Uint8Array);
    // The cast: what `readPassedAnswer` made.
    const answer = (await sendMessage({ call, exchange, upstream }, message, { isPaced })) as RawAnswer;
    if (answer.isProblem) throw passOnProblem(call.names, answer, problemBase);
    return respond(answer, { method, target: message.target }, destination);
  };
}

interface Compiled {
  readonly answers: PassedAnswers;
  readonly fields: ReturnType<ReturnType<typeof compileRequestFields>>;
  /** By method: `HEAD` may come where `GET` is declared. */
  readonly calls: Map<string, SendableCall>;
}

interface CallContext {
  readonly method: string;
  readonly destination: Destination;
  readonly isCallersOwn: boolean;
}

function callOf({ calls, answers }: Compiled, operation: Operation, context: CallContext): SendableCall {
  const { method, destination, isCallersOwn } = context;
  const known = calls.get(method);
  if (known !== undefined) return known;
  const { service, base, credentials, timeoutMilliseconds } = destination;
  const { name, passThrough } = operation;
  const asked = { method, answers, isCallersOwn };
  const call: SendableCall = {
    names: { service, operation: name },
    description: {
      service,
      operation: name,
      method,
      route: base.path + (passThrough?.path ?? ''),
      origin: base.origin,
    },
    answers: { accept: undefined, read: (answer, answering) => readPassedAnswer(answer, asked, answering) },
    tokens: credentials.tokens,
    timeoutMilliseconds,
    isRepeatable: idempotentMethods.has(method) || undefined,
    isSafe: safeMethods.has(method),
    hedgeAfterMilliseconds: undefined,
    endsWithExchange: isItemStream,
  };
  calls.set(method, call);
  return call;
}

function encode(
  { path, query, body }: PassedRequest,
  headers: string[],
  { base, credentials }: Destination,
): EncodedCall {
  const length = body instanceof Uint8Array ? body.length : body?.size;
  if (length !== undefined) headers.push('content-length', String(length));
  return { target: base.path + path + joinQuery(query === '' ? '' : `?${query}`, credentials), headers, body };
}

function respond(
  { status, headers, body, expected }: RawAnswer,
  { method, target }: { readonly method: string; readonly target: string },
  { rewrite, isCallersOwn }: Destination,
): PassedResponse {
  const declared = expected?.headerNames ?? none;
  const named = headers.connection === undefined ? none : connectionNames(headers.connection);
  const fields: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || named.has(name)) continue;
    const isChallenge = name === 'www-authenticate' && isCallersOwn;
    if (!isChallenge && !passesResponseField(name, declared)) continue;
    if (name === 'location' || name === 'content-location')
      addLocation(fields, [name, String(value)], (to) => rewrite(to, target));
    else for (const each of typeof value === 'string' ? [value] : value) fields.push(name, each);
  }
  const length = headers['content-length'];
  if (length !== undefined && !(body instanceof Buffer) && status !== 204 && status !== 304)
    fields.push('content-length', length);
  // A length that is stated and not sent needs a body that is not there as a whole.
  return { status, headers: fields, body: method === 'HEAD' ? Readable.from([]) : body };
}

const none: ReadonlySet<string> = new Set();

/** One that leads into the called service, where clients cannot go, says nothing to them. */
function addLocation(
  fields: string[],
  [name, value]: readonly [string, string],
  rewrite: (reference: string) => string | undefined,
): void {
  const location = rewrite(value);
  if (location !== undefined) fields.push(name, location);
}
