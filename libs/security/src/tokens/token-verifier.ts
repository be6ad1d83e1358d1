import type { Claims } from '../jwt/parse-claims.ts';
import type { Rejection } from '../schemes/credential.ts';

export type TokenOutcome =
  | {
      readonly verdict: 'valid';
      readonly claims: Claims;
      /** Until when the verdict may be remembered, in milliseconds since the epoch. */
      readonly until: number;
    }
  | { readonly verdict: 'invalid'; readonly reason: Rejection }
  /** Whoever could decide is out of reach. */
  | { readonly verdict: 'unavailable'; readonly retryAfterSeconds: number };

/** One way to find out what a bearer token says. */
export interface TokenVerifier {
  /** Whether a token of this form is its business. */
  takes(token: string): boolean;
  /** Resolves when there is what it verifies with, and rejects with the reason when not. Absent: there always is. */
  check?(): Promise<void>;
  /** Never rejects. */
  verify(token: string): Promise<TokenOutcome>;
}
