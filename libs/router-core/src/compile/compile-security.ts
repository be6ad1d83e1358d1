import type { ContractSubset, Operation, SecurityRequirement } from '@brrt/service-model';
import { bodyLimitsOf } from '../body/body-limits.ts';
import type { SecurityHandler, SecurityHandlers } from '../ports/security-handler.ts';

export interface CompiledRequirement {
  readonly name: string;
  readonly handler: SecurityHandler;
  readonly scopes: readonly string[];
}

export type CompiledAlternative = readonly CompiledRequirement[];

export interface CompiledSecurity {
  /** Empty: public. */
  readonly alternatives: readonly CompiledAlternative[];
  /** How much of the body a scheme may read that checks it; undefined: none does. */
  readonly bodyLimit: number | undefined;
}

/**
 * Binds requirements to handlers. An alternative with a scheme that the contract does not declare admits nobody and is
 * left out (`isUnsatisfiable` tells when none is left). An empty alternative comes last, wherever it is written:
 * anonymous is only who has no credentials to show.
 */
export function compileSecurity(
  operation: Operation,
  handlers: SecurityHandlers,
  maxBytes: number | undefined,
): CompiledSecurity {
  const alternatives = operation.security.map((alternative) => compileAlternative(alternative, operation, handlers));
  const usable = alternatives.filter((alternative) => alternative !== undefined);
  const [named = [], anonymous = []] = [false, true].map((isEmpty) =>
    usable.filter((alternative) => (alternative.length === 0) === isEmpty),
  );
  const readsBody = named.flat().some(({ handler }) => handler.readsBody === true);
  return {
    alternatives: [...named, ...anonymous],
    bodyLimit: readsBody ? bodyLimitsOf(operation, { maxBytes }).maxBytes : undefined,
  };
}

function compileAlternative(
  alternative: SecurityRequirement,
  operation: Operation,
  handlers: SecurityHandlers,
): CompiledAlternative | undefined {
  const requirements = alternative.map(({ scheme, scopes }) => {
    const handler = Object.hasOwn(handlers, scheme) ? handlers[scheme] : undefined;
    return handler && { name: scheme, handler: handler.forOperation?.(operation) ?? handler, scopes };
  });
  return requirements.every((requirement) => requirement !== undefined) ? requirements : undefined;
}

/** Whether every alternative of an operation asks for a scheme that nobody can verify: it must not be public instead. */
export function isUnsatisfiable({ security }: Operation, handlers: SecurityHandlers): boolean {
  const isUsable = (alternative: SecurityRequirement): boolean =>
    alternative.every(({ scheme }) => Object.hasOwn(handlers, scheme));
  return security.length > 0 && !security.some(isUsable);
}

/** Declared schemes that some operation requires and that have no handler: a service with one must not start. */
export function listMissingSchemes(
  { operations, securitySchemes }: Pick<ContractSubset, 'operations' | 'securitySchemes'>,
  handlers: SecurityHandlers,
): readonly string[] {
  const required = operations.flatMap(({ security }) => security.flat().map(({ scheme }) => scheme));
  return [...new Set(required)].filter(
    (scheme) => Object.hasOwn(securitySchemes, scheme) && !Object.hasOwn(handlers, scheme),
  );
}
