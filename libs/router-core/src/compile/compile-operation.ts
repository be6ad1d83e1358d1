import type { Operation } from '@brrt/service-model';
import { type BodyLimits, type BodyReader, compileBodyReader, compilePassedBody } from '../body/index.ts';
import type { HttpConfig } from '../config/index.ts';
import { compileExamples, type ExampleResponder } from '../examples/index.ts';
import { Concurrency } from '../http/concurrency.ts';
import { compileParams, type ParamsDecoder } from '../params/index.ts';
import type { Authorizer } from '../ports/authorizer.ts';
import type { Handler } from '../ports/handler.ts';
import type { FlatHeaders } from '../ports/http-message.ts';
import type { MockSwitches } from '../ports/mock-switches.ts';
import type { RouteAdmission } from '../ports/policies.ts';
import { type CompiledWebSocket, compileWebSocket } from '../websocket/compile-web-socket.ts';
import { type CompiledDelivery, compileDelivery } from './compile-delivery.ts';
import {
  type CompiledPassThrough,
  type ConnectedParts,
  compilePassThrough,
  securityHeadersOf,
  validatesResponses,
} from './compile-pass-through.ts';
import { type CompiledResponses, compileResponses } from './compile-responses.ts';
import { type CompiledSecurity, compileSecurity } from './compile-security.ts';
import type { ServiceParts } from './service-options.ts';

/** Everything that the contract decides about one operation, decided once. */
export interface CompiledOperation {
  readonly operation: Operation;
  /** Template with base path: the label of metrics and spans. */
  readonly route: string;
  readonly security: CompiledSecurity;
  readonly admission: RouteAdmission | undefined;
  /** Undefined: as many as come. */
  readonly concurrency: Concurrency | undefined;
  readonly params: ParamsDecoder;
  /** Undefined: whom security lets in may do it to every object. */
  readonly authorizer: Authorizer | undefined;
  /** Undefined when the contract declares no body. */
  readonly body: BodyReader | undefined;
  /** Undefined: answered from the contract, or by another service. */
  readonly handler: Handler | undefined;
  /** Another service answers. */
  readonly passThrough: CompiledPassThrough | undefined;
  /** Undefined: requests and responses. */
  readonly webSocket: CompiledWebSocket | undefined;
  readonly examples: () => ExampleResponder;
  /** Undefined: always as it is written. */
  readonly switches: MockSwitches | undefined;
  readonly responses: CompiledResponses;
  /** Undefined: responses go out as they are. */
  readonly delivery: CompiledDelivery | undefined;
  readonly validatesResponses: boolean;
  readonly securityHeaders: FlatHeaders;
  /** Undefined: none. */
  readonly deadlineMilliseconds: number | undefined;
}

export function compileOperation(parts: ConnectedParts, operation: Operation, route: string): CompiledOperation {
  const { contract, http } = parts;
  const { model, schemas } = contract;
  const handler = Object.hasOwn(parts.handlers, operation.name) ? parts.handlers[operation.name] : undefined;
  const authorizer = Object.hasOwn(parts.authorize, operation.name) ? parts.authorize[operation.name] : undefined;
  const passThrough = compilePassThrough(parts, operation);
  let examples: ExampleResponder | undefined;
  return {
    operation,
    route,
    security: compileSecurity(operation, parts.security, http.maxBodyBytes),
    admission: parts.admission?.compile(operation),
    concurrency: http.adaptiveConcurrency ? new Concurrency() : undefined,
    params: compileParams(operation, model, schemas, { strictQuery: http.strictQuery }),
    authorizer: authorizer === 'allow' ? undefined : authorizer,
    body: compileBody(parts, operation, passThrough !== undefined),
    handler: typeof handler === 'function' ? (handler as Handler) : undefined,
    passThrough,
    webSocket: compileWebSocket(operation, {
      contract,
      config: http.websocket,
      validatesSent: validatesResponses(parts, operation),
      open: parts.openWebSockets,
      warn: (message) => parts.logger.service.warn(message),
    }),
    examples: () => {
      examples ??= compileResponder(parts, operation);
      return examples;
    },
    switches: contract.switches,
    responses: compileResponses(operation, model, schemas),
    delivery: compileDelivery(operation),
    validatesResponses: validatesResponses(parts, operation),
    securityHeaders: securityHeadersOf(parts, operation),
    deadlineMilliseconds: readDeadline(operation) ?? (http.handlerDeadlineMs || undefined),
  };
}

function compileBody(
  { contract, http }: ServiceParts,
  operation: Operation,
  isPassedOn: boolean,
): BodyReader | undefined {
  const { model, schemas } = contract;
  const limits = bodyLimits(http);
  if (operation.requestBody === undefined) return undefined;
  return isPassedOn
    ? compilePassedBody(operation, { contract: model, schemas, limits })
    : compileBodyReader(operation, model, schemas, limits);
}

function bodyLimits({ maxBodyBytes, contentEncodings, multipart }: HttpConfig): BodyLimits {
  return {
    maxBytes: maxBodyBytes,
    contentCodings: contentEncodings,
    maxParts: multipart.maxParts,
    maxPartBytes: multipart.maxFileBytes,
    maxFieldBytes: multipart.maxFieldBytes,
    maxPartHeaderBytes: multipart.maxPartHeaderBytes,
    maxFieldNameBytes: multipart.maxNameBytes,
    spoolBytes: multipart.memoryBytes,
    spoolDirectory: multipart.directory,
  };
}

function compileResponder(
  { contract, examples, respond, logger }: ServiceParts,
  operation: Operation,
): ExampleResponder {
  const { model, schemas } = contract;
  const responder = compileExamples(operation, {
    contract: model,
    schemas,
    settings: examples,
    warn: (message) => logger.service.warn(message),
  });
  return respond === undefined ? responder : respond(operation, responder);
}

// `x-brrtrouter-deadline-ms`: an integer or a numeric string; 0 turns the deadline off.
function readDeadline(operation: Operation): number | undefined {
  const written = operation.extensions['x-brrtrouter-deadline-ms'];
  if (written === undefined) return undefined;
  const milliseconds = Number(written);
  if (!Number.isInteger(milliseconds) || milliseconds < 0) return undefined;
  return milliseconds === 0 ? Number.POSITIVE_INFINITY : milliseconds;
}
