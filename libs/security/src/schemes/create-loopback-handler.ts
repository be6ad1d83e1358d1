import type { DevelopmentCredential } from '@brrt/router-core/config';
import { isLoopback, type SecurityHandler } from '@brrt/router-core/ports';
import { absent, grant, plainPrincipal } from './grant.ts';

export interface LoopbackOptions {
  readonly scheme: SecurityHandler['scheme'];
  /** Judges certificates where they are configured. */
  readonly certificates: SecurityHandler | undefined;
  readonly development: DevelopmentCredential;
}

/** In development: who calls from the same machine and shows no certificate counts as if it had shown one. */
export function createLoopbackHandler({ scheme, certificates, development }: LoopbackOptions): SecurityHandler {
  const developer = plainPrincipal(scheme.name, development.subject, development.scopes);
  return {
    scheme,
    authenticate(request, scopes) {
      const result = certificates?.authenticate(request, scopes) ?? absent;
      const isStandIn = 'outcome' in result && result.outcome === 'absent' && isLoopback(request.remoteAddress);
      return isStandIn ? grant(developer, scopes) : result;
    },
    challenge: () => undefined,
  };
}
