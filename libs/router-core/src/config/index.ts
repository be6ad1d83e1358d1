export { ConfigError, type ConfigMistake } from './config-error.ts';
export { nearestKey } from './nearest-key.ts';
export { defaultConfig, type Environment, type ReadConfigOptions, readConfig } from './read-config.ts';
export type {
  ApiKeyConfig,
  AudienceClaim,
  BasicConfig,
  ClientConfig,
  CompressionConfig,
  CorsConfig,
  DatabaseConfig,
  DevelopmentCredential,
  ForwardedCertificateConfig,
  HttpConfig,
  IntrospectionConfig,
  JwksConfig,
  LogConfig,
  LogLevel,
  MutualTlsConfig,
  OidcConfig,
  RateLimitConfig,
  RemoteApiKeysConfig,
  SecurityConfig,
  ServiceConfig,
  SignatureAlgorithm,
  TlsConfig,
  TokenRules,
} from './service-config.ts';
