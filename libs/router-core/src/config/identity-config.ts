// How a service and those that it talks to prove who they are: certificates and SPIFFE.

export interface TlsConfig {
  /** PEM: the leaf first, then what stands between it and its root. Undefined with `svid`. */
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  /** The service shows its X.509-SVID, from `security.spiffe`. */
  readonly svid: boolean;
  /** Roots of client certificates, for all schemes that name none of their own. */
  readonly caFile: string | undefined;
  /** Undefined: `request` where a scheme wants certificates, else `none`. */
  readonly clientAuth: 'none' | 'request' | 'require' | undefined;
  readonly minVersion: '1.2' | '1.3';
  /** How often the files are looked at; a change needs no restart. */
  readonly reloadSecs: number;
  /** Longest life of a connection; what its client was trusted for may have ended. */
  readonly maxConnectionAgeSecs: number;
}

/** Client certificates that a scheme accepts. No list of names: whatever `trust` has issued. */
export interface MutualTlsConfig {
  /** Distinguished names as RFC 4514 writes them: `CN=orders,O=Shop`. */
  readonly subjects: readonly string[];
  /** Subject alternative names, exact. */
  readonly dnsNames: readonly string[];
  readonly spiffeIds: readonly string[];
  /** PEM files of the roots that may have issued them; none: those of `tls.ca_file`. */
  readonly trust: readonly string[];
  /** Role names that every holder has. */
  readonly scopes: readonly string[];
  readonly forwarded: ForwardedCertificateConfig | undefined;
}

/** A proxy that ends TLS and says which certificate the client showed it (RFC 9440). */
export interface ForwardedCertificateConfig {
  /** Addresses and networks (`10.0.0.0/8`) whose word is taken. */
  readonly peers: readonly string[];
  readonly header: 'client-cert';
}

/** Identities that SPIFFE proves: who this service is, whom it believes, and who may come in. */
export interface SpiffeConfig {
  readonly trustDomain: string;
  /** Where SVID and bundles come from: the Workload API, or files. */
  readonly source: SpiffeSourceConfig;
  /** Domains whose bundles are fetched from their endpoints. */
  readonly federatesWith: readonly FederationConfig[];
  /** By the name of a mutualTLS scheme (X.509-SVIDs) or a bearer scheme (JWT-SVIDs). */
  readonly schemes: Readonly<Record<string, SpiffeSchemeConfig>>;
}

export interface FederationConfig {
  readonly trustDomain: string;
  readonly url: string;
  readonly profile: 'https_web' | 'https_spiffe';
  /** Of the endpoint, for `https_spiffe`. */
  readonly endpointSpiffeId: string | undefined;
  /** Bundle document that proves the endpoint for the first time, for `https_spiffe`. */
  readonly bootstrapBundleFile: string | undefined;
}

export interface SpiffeSchemeConfig {
  /** IDs, or patterns with `*` in the place of a segment. */
  readonly allow: readonly string[];
  /** Of tokens; undefined for certificates. */
  readonly audience: string | undefined;
  /** Role names that everybody let in has. */
  readonly scopes: readonly string[];
}

export type SpiffeSourceConfig =
  | {
      readonly kind: 'socket';
      /** `unix:///path` or `tcp://address:port`. */
      readonly address: string;
      /** Which of several identities the agent offers; undefined: the first. */
      readonly hint: string | undefined;
    }
  | {
      readonly kind: 'files';
      readonly svidFile: string;
      readonly keyFile: string;
      readonly bundleFile: string;
      readonly reloadSecs: number;
    };
