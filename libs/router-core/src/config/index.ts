export {
  type BreakerConfig,
  type CacheConfig,
  type ClientConfig,
  type ClientOperationConfig,
  type ClientTlsConfig,
  type ClientTokenConfig,
  defaultResilience,
  type JwtSvidConfig,
  type PassedSchemeConfig,
  type PassThroughConfig,
  type RetryConfig,
} from './client-config.ts';
export { ConfigError, type ConfigMistake } from './config-error.ts';
export type {
  ForwardedHeader,
  HttpConfig,
  SecurityHeadersConfig,
  StreamsConfig,
  WebSocketConfig,
} from './http-config.ts';
export type {
  FederationConfig,
  ForwardedCertificateConfig,
  MutualTlsConfig,
  SpiffeConfig,
  SpiffeSchemeConfig,
  SpiffeSourceConfig,
  TlsConfig,
} from './identity-config.ts';
export { nearestKey } from './nearest-key.ts';
export type { RateLimitConfig, RateLimitStoreConfig } from './rate-limit-config.ts';
export {
  defaultConfig,
  developmentConfigOf,
  type Environment,
  type ReadConfigOptions,
  readConfig,
} from './read-config.ts';
export type { InquiriesConfig, RefusedCredentialsConfig } from './refused-credentials-config.ts';
export type {
  ApiKeyConfig,
  AudienceClaim,
  BasicConfig,
  BindingConfig,
  CompressionConfig,
  CorsConfig,
  DatabaseConfig,
  DevelopmentCredential,
  DpopMode,
  HealthConfig,
  IntrospectionConfig,
  JwksConfig,
  LogConfig,
  LogLevel,
  ManagementConfig,
  OidcConfig,
  RemoteApiKeysConfig,
  SecurityConfig,
  ServiceConfig,
  SignatureAlgorithm,
  TokenRules,
  WebhookSignatureConfig,
} from './service-config.ts';
export { signatureAlgorithms } from './service-config.ts';
export type { WebhookConfig } from './webhook-config.ts';
