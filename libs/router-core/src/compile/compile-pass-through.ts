import type { Operation } from '@brrt/service-model';
import { listSecurityHeaders, withoutDeclared } from '../http/security-headers.ts';
import { compilePassedPath, compilePassedQuery, type PassedPath, type PassedQuery } from '../params/index.ts';
import type { PassOn } from '../ports/gateway.ts';
import { passThrough } from '../ports/handler.ts';
import type { FlatHeaders } from '../ports/http-message.ts';
import type { ReadinessCheck } from '../ports/management.ts';
import { compilePassedAnswers } from './compile-passed-answers.ts';
import type { ServiceParts } from './service-options.ts';

/** How requests of one operation go on to another service. */
export interface CompiledPassThrough {
  readonly send: PassOn;
  readonly path: PassedPath;
  readonly query: PassedQuery;
  /** In lower case: headers that every answer of this service has, whatever the other one says. */
  readonly ownHeaders: ReadonlySet<string>;
}

/** The parts of a service, connected to those that operations are passed on to. */
export interface ConnectedParts extends ServiceParts {
  /** By `Operation.name`. */
  readonly passOns: ReadonlyMap<string, PassOn>;
}

/** @throws StartError for a service that is not configured */
export function connectPassedOn(parts: ServiceParts): ConnectedParts {
  const { gateway, contract } = parts;
  const passed = listPassedOn(parts);
  const { model, schemas } = contract;
  const connect = (operation: Operation): [string, PassOn][] => {
    const isChecked = validatesResponses(parts, operation);
    const answers = () => compilePassedAnswers(operation, { contract: model, schemas, isChecked });
    return gateway === undefined ? [] : [[operation.name, gateway.connect(operation, answers)]];
  };
  return { ...parts, passOns: new Map(passed.flatMap(connect)) };
}

/** Why operations that the registry passes on cannot be. */
export function listLostOperations(parts: ServiceParts): readonly string[] {
  const passed = listPassedOn(parts);
  const lost = passed
    .filter((operation) => operation.passThrough === undefined)
    .map(({ name }) => `${name} is passThrough, and its contract has no x-service and x-brrtrouter-downstream-path`);
  const [first] = passed;
  if (first === undefined || parts.gateway !== undefined) return lost;
  return [
    ...lost,
    `${first.name} is passed on, and nothing does that: give createService in src/service.ts ` +
      '`gateway: createGateway(contract.model, config, security.clientIdentity)` of @brrt/service-client',
  ];
}

function listPassedOn({ contract, handlers }: ServiceParts): readonly Operation[] {
  return contract.model.operations.filter(
    ({ name }) => Object.hasOwn(handlers, name) && handlers[name] === passThrough,
  );
}

/** Undefined: the operation is answered here. */
export function compilePassThrough(parts: ConnectedParts, operation: Operation): CompiledPassThrough | undefined {
  const { passThrough } = operation;
  const send = parts.passOns.get(operation.name);
  if (send === undefined || passThrough === undefined) return undefined;
  const { strictQuery } = parts.http;
  return {
    send,
    path: compilePassedPath(operation.path, passThrough.path),
    query: compilePassedQuery(operation, parts.contract.model, { strictQuery }),
    ownHeaders: new Set(securityHeadersOf(parts, operation).filter((_, index) => index % 2 === 0)),
  };
}

export function validatesResponses({ http }: ServiceParts, { extensions }: Operation): boolean {
  return http.validateResponses && extensions['x-brrt-validate-responses'] !== false;
}

export function securityHeadersOf({ http, tls }: ServiceParts, { responses }: Operation): FlatHeaders {
  return withoutDeclared(
    listSecurityHeaders(http.securityHeaders, tls !== undefined),
    responses.flatMap(({ headers }) => headers.map(({ name }) => name)),
  );
}

/** A service that is called and passed on to is asked once. */
export function listReadiness({ readiness, gateway }: ServiceParts): readonly ReadinessCheck[] {
  const names = new Set(readiness.map(({ name }) => name));
  return [...readiness, ...(gateway?.readiness ?? []).filter(({ name }) => !names.has(name))];
}
