import type { Diagnostic, SecurityScheme, ServiceModel } from '@brrt/service-model';
import { parseDocument } from 'yaml';
import type { PassedOperation } from './lint-passed-operations.ts';

/** What an app says in its configuration about a service that operations are passed on to. */
export interface PassedClient {
  /** Names of security schemes of that service. */
  readonly schemes: ReadonlySet<string>;
  /** Tokens, certificates or credentials of the caller may let it in too; which operations they open cannot be seen. */
  readonly hasOthers: boolean;
}

/** @param texts `config.yaml` and the files that are read over it; what cannot be read is its owner's to mend */
export function readPassedClient(texts: readonly string[], service: string): PassedClient {
  const clients = texts.flatMap((text) => {
    const document = parseDocument(text);
    const client: unknown = document.errors.length > 0 ? undefined : document.toJS()?.clients?.[service];
    return isRecord(client) ? [client] : [];
  });
  const passed = clients.map(({ pass_through }) => (isRecord(pass_through) ? pass_through : {}));
  return {
    schemes: new Set(
      passed.flatMap(({ security_schemes }) => (isRecord(security_schemes) ? Object.keys(security_schemes) : [])),
    ),
    hasOthers:
      clients.some(({ tokens, tls, svid }) => [tokens, tls, svid].some((each) => each !== undefined)) ||
      passed.some(({ caller_credentials }) => caller_credentials !== undefined),
  };
}

/** Operations that the called service lets nobody in at who has no more than the configuration says. */
export function lintPassedCredentials(
  passed: readonly PassedOperation[],
  { securitySchemes }: Pick<ServiceModel, 'securitySchemes'>,
  { schemes, hasOthers }: PassedClient,
): readonly Diagnostic[] {
  if (hasOthers) return [];
  return passed.flatMap(({ operation, called }): readonly Diagnostic[] => {
    const wanted = called.security.map((alternative) => alternative.map(({ scheme }) => scheme));
    const isOpen = wanted.length === 0 || wanted.some((alternative) => alternative.every((name) => schemes.has(name)));
    // Shown by the connection, not by a request.
    if (isOpen || wanted.flat().some((name) => isOfConnection(securitySchemes[name]))) return [];
    const service = operation.passThrough?.service ?? '';
    const names = wanted.map((alternative) => alternative.join(' and ')).join(' or ');
    return [
      {
        ...operation.source,
        severity: 'warning',
        code: 'missing-downstream-credentials',
        message: `${operation.id} goes on to ${service}, which wants ${names} for it, and the configuration here has no such credentials`,
        hint: `Enter the scheme in clients.${service}.pass_through.security_schemes of config.yaml and its credentials in clients.${service}.credentials`,
      },
    ];
  });
}

function isOfConnection(scheme: SecurityScheme | undefined): boolean {
  return scheme?.type === 'mutualTLS';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
