import type { SourceLocation } from '../diagnostic.ts';
import type { Extensions } from './json.ts';

export type SecurityScheme = ApiKeyScheme | HttpScheme | OAuth2Scheme | OpenIdConnectScheme | MutualTlsScheme;

interface SchemeBase {
  readonly name: string;
  readonly description?: string;
  readonly extensions: Extensions;
  readonly source: SourceLocation;
}

export interface ApiKeyScheme extends SchemeBase {
  readonly type: 'apiKey';
  readonly in: 'header' | 'query' | 'cookie';
  readonly parameterName: string;
}

export interface HttpScheme extends SchemeBase {
  readonly type: 'http';
  /** Lower case: `basic`, `bearer`, `digest`, … */
  readonly scheme: string;
  readonly bearerFormat?: string;
}

export interface OAuth2Scheme extends SchemeBase {
  readonly type: 'oauth2';
  /** Scope name → description, over all flows. */
  readonly scopes: Readonly<Record<string, string>>;
}

export interface OpenIdConnectScheme extends SchemeBase {
  readonly type: 'openIdConnect';
  readonly openIdConnectUrl: string;
}

export interface MutualTlsScheme extends SchemeBase {
  readonly type: 'mutualTLS';
}
