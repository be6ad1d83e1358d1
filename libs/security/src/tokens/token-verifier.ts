import type { HttpRequest } from '@brrt/router-core/ports';
import type { Claims } from '../jwt/parse-claims.ts';
import type { Rejection } from '../schemes/credential.ts';
import type { Undecided } from '../upstream/create-inquiry.ts';

export type TokenOutcome =
  | {
      readonly verdict: 'valid';
      readonly claims: Claims;
      /** Until when the verdict may be remembered, in milliseconds since the epoch. */
      readonly until: number;
    }
  | { readonly verdict: 'invalid'; readonly reason: Rejection }
  | Undecided;

/** One way to find out what a bearer token says. */
export interface TokenVerifier {
  /** Whether a token of this form is its business. */
  takes(token: string): boolean;
  /** Resolves when there is what it verifies with, and rejects with the reason when not. Absent: there always is. */
  check?(): Promise<void>;
  /** Never rejects. `request` is whose token it is. */
  verify(token: string, request: HttpRequest): Promise<TokenOutcome>;
}
