import type { Operation } from '@brrt/service-model';
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
}

/**
 * Binds requirements to handlers; `listMissingSchemes` has made sure that each has one.
 * An empty alternative comes last, wherever it is written: anonymous is only who has no credentials to show.
 */
export function compileSecurity(operation: Operation, handlers: SecurityHandlers): CompiledSecurity {
  const [named = [], anonymous = []] = [false, true].map((isEmpty) =>
    operation.security.filter((alternative) => (alternative.length === 0) === isEmpty),
  );
  return {
    alternatives: [...named, ...anonymous].map((alternative) =>
      alternative.flatMap(({ scheme, scopes }) => {
        const handler = Object.hasOwn(handlers, scheme) ? handlers[scheme] : undefined;
        return handler === undefined ? [] : [{ name: scheme, handler, scopes }];
      }),
    ),
  };
}

/** Schemes that some operation requires and that have no handler: a service with one must not start. */
export function listMissingSchemes(operations: readonly Operation[], handlers: SecurityHandlers): readonly string[] {
  const required = operations.flatMap((operation) => operation.security.flat().map(({ scheme }) => scheme));
  return [...new Set(required)].filter((scheme) => !Object.hasOwn(handlers, scheme));
}
