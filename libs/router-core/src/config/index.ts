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
  HttpConfig,
  IntrospectionConfig,
  JwksConfig,
  LogConfig,
  LogLevel,
  OidcConfig,
  RateLimitConfig,
  RemoteApiKeysConfig,
  SecurityConfig,
  ServiceConfig,
  SignatureAlgorithm,
  TokenRules,
} from './service-config.ts';
