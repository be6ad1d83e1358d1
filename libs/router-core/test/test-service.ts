import { loadServiceModel } from '@brrt/service-model';
import { createContract } from '../src/host/live-host.ts';
import { createService, type ProblemDocument, type Service, type ServiceOptions } from '../src/index.ts';
import type {
  AuthenticationResult,
  HandlerContext,
  HandlerRegistry,
  SecurityHandler,
  SecurityHandlers,
} from '../src/ports/index.ts';

const model = await loadServiceModel(new URL('./contract.yaml', import.meta.url).pathname);

/** The contract of `contract.yaml`, compiled anew. */
export const createTestContract = () => createContract(model);

/** Accepts the credential `good`; other words stand for what can go wrong. */
function createTestScheme(name: string, header: string): SecurityHandler {
  const scheme = model.securitySchemes[name];
  if (scheme === undefined) throw new TypeError(`No scheme ${name}`);
  return {
    scheme,
    authenticate: (request, scopes) => decide(name, request.headers[header], scopes),
    challenge: (scopes, failure) =>
      `${name} scope="${scopes.join(' ')}"${failure === undefined ? '' : ` error="${failure.outcome}"`}`,
  };
}

function decide(
  name: string,
  given: unknown,
  scopes: readonly string[],
): AuthenticationResult | Promise<AuthenticationResult> {
  const principal = { scheme: name, subject: `${name}-user`, scopes, claims: {} };
  if (given === undefined) return { outcome: 'absent' };
  if (given === 'good') return { outcome: 'authenticated', principal };
  if (given === 'later') return Promise.resolve({ outcome: 'authenticated', principal });
  if (given === 'narrow') return { outcome: 'insufficient-scope', principal, missing: scopes };
  if (given === 'unknown') return { outcome: 'unavailable', retryAfterSeconds: 7 };
  if (given === 'guess') return { outcome: 'throttled', retryAfterSeconds: 3 };
  return { outcome: 'rejected', reason: 'invalid' };
}

export const security: SecurityHandlers = {
  Key: createTestScheme('Key', 'x-key'),
  Token: createTestScheme('Token', 'x-token'),
};

export function createTestService(
  handlers: object = {},
  options: Partial<ServiceOptions<unknown, unknown>> = {},
): Service {
  return createService({
    contract: createTestContract(),
    handlers: handlers as HandlerRegistry<HandlerContext>, // generated types are tested where they are generated
    security,
    ...options,
  });
}

export const key = { 'x-key': 'good', 'x-tenant': 'acme' };

export async function readProblem(response: Response): Promise<ProblemDocument> {
  return (await response.json()) as ProblemDocument; // shape asserted by the callers
}
