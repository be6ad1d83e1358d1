/** What this service shows to those it calls, and whom it believes of them. */
export interface ClientIdentity {
  /** The same object until something changes; undefined while there is none. */
  current(): ClientTlsMaterial | undefined;
  /**
   * Asks for a token that says who this service is, for one audience; undefined where there are none to be had.
   * Rejects with an error whose `isRefusal` tells whether another attempt could help.
   */
  readonly fetchToken?:
    | ((request: { readonly audience: string; readonly timeoutMs: number }) => Promise<IssuedIdentityToken>)
    | undefined;
}

export interface IssuedIdentityToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

export interface ClientTlsMaterial {
  /** PEM, the leaf first. Undefined: shows none. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** PEM of roots; undefined: those that Node comes with. */
  readonly ca: readonly string[] | undefined;
  /**
   * Why a server is not who it has to be, beside a path to one of `ca`; undefined when it is. Undefined itself: the name in the
   * certificate has to be that of the address, as usual.
   * @param chain DER, the leaf first, the root last
   * @param allowed names of the configuration
   */
  readonly refuse: ((chain: readonly Buffer[], allowed: readonly string[]) => string | undefined) | undefined;
}
