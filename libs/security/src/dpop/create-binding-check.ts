import type { DpopMode } from '@brrt/router-core/config';
import {
  type AuthenticationResult,
  certificateThumbprint,
  type HttpRequest,
  type Principal,
} from '@brrt/router-core/ports';
import { headerCredential } from '../schemes/credential.ts';
import { sha256 } from '../schemes/digest.ts';
import { grant, rejected } from '../schemes/grant.ts';
import { canonicalUrl } from './canonical-url.ts';
import type { ReplayStore } from './replay-store.ts';
import { createServerNonce } from './server-nonce.ts';
import { verifyProof } from './verify-proof.ts';

export interface BindingOptions {
  readonly mode: DpopMode | undefined;
  /** Undefined: proofs need no nonce. */
  readonly nonceSecret: string | undefined;
  /** Where clients reach this service; undefined: what their `Host` says. */
  readonly externalUrl: string | undefined;
  readonly replayStore: ReplayStore;
}

/** How a token came: who sent it, and as what. */
export interface PresentedToken {
  readonly request: HttpRequest;
  readonly scopes: readonly string[];
  readonly token: string;
  readonly as: 'bearer' | 'dpop';
}

/** Whether somebody may use this verified token, or only whoever holds the key that it is bound to (RFC 7800). */
export type BindingCheck = (
  principal: Principal,
  presented: PresentedToken,
) => AuthenticationResult | Promise<AuthenticationResult>;

/** DPoP (RFC 9449): a token that names a key is worth nothing without a proof by that key, and nothing as a bearer token. */
export function createBindingCheck({ mode, nonceSecret, externalUrl, replayStore }: BindingOptions): BindingCheck {
  const nonce = nonceSecret === undefined ? undefined : createServerNonce(nonceSecret);
  return (principal, presented) => {
    const { claims } = principal;
    if (presented.as === 'dpop') return prove(principal, presented);
    const isHeld = !isCalledDpop(claims) && isHeldWithoutProof(claims, presented.request);
    return mode === 'required' || !isHeld ? rejected('binding') : grant(principal, presented.scopes);
  };

  async function prove(
    principal: Principal,
    { request, scopes, token }: PresentedToken,
  ): Promise<AuthenticationResult> {
    const boundTo = proofKeyIn(principal.claims, request);
    if (boundTo === undefined) return rejected('binding');
    const credential = headerCredential(request, 'dpop');
    if (credential.found !== 'value') return rejected('proof');
    const urls = urlsOf(request, externalUrl);
    const proof = await verifyProof(credential.value, { method: request.method, urls, token, nonce });
    if (proof.verdict === 'invalid') {
      if (proof.reason !== 'proof_nonce' || nonce === undefined) return rejected(proof.reason);
      return { outcome: 'rejected', reason: proof.reason, headers: ['dpop-nonce', nonce.current()] };
    }
    if (proof.thumbprint !== boundTo) return rejected('binding');
    const id = sha256(`${proof.thumbprint}.${proof.id}`).toString('base64url');
    try {
      return (await replayStore.note(id, proof.until)) ? grant(principal, scopes) : rejected('proof');
    } catch {
      return { outcome: 'unavailable', retryAfterSeconds: 1 };
    }
  }
}

/** What introspection says of a token that is bound (RFC 9449 §6.2). */
function isCalledDpop({ token_type: type }: Principal['claims']): boolean {
  return typeof type === 'string' && type.toLowerCase() === 'dpop';
}

/**
 * RFC 8705 §3: a token that is bound to a certificate belongs to the connection that shows it. One that is bound to anything else
 * is no bearer token, whether that can be checked here or not.
 */
function isHeldWithoutProof(claims: Principal['claims'], request: HttpRequest): boolean {
  if (!Object.hasOwn(claims, 'cnf')) return true;
  const { jkt, 'x5t#S256': certificate, ...others } = confirmationIn(claims);
  return jkt === undefined && certificate !== undefined && isShown(certificate, request) && isEmpty(others);
}

/** Undefined where the token is bound to no key, or to something else beside it that does not hold. */
function proofKeyIn(claims: Principal['claims'], request: HttpRequest): string | undefined {
  const { jkt, 'x5t#S256': certificate, ...others } = confirmationIn(claims);
  const holds = (certificate === undefined || isShown(certificate, request)) && isEmpty(others);
  return typeof jkt === 'string' && holds ? jkt : undefined;
}

function confirmationIn({ cnf }: Principal['claims']): Readonly<Record<string, unknown>> {
  return typeof cnf === 'object' && cnf !== null ? { ...cnf } : {};
}

function isShown(certificate: unknown, request: HttpRequest): boolean {
  return certificate === certificateThumbprint(request);
}

function isEmpty(methods: object): boolean {
  return Object.keys(methods).length === 0;
}

/** Behind a proxy only the configuration knows what clients call this service. Without it TLS may have ended before us. */
function urlsOf({ path, headers }: HttpRequest, externalUrl: string | undefined): readonly string[] {
  const bases = externalUrl === undefined ? [`https://${headers.host}`, `http://${headers.host}`] : [externalUrl];
  return bases.flatMap((base) => canonicalUrl(base + path) ?? []);
}
