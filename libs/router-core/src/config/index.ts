export { ConfigError, type ConfigMistake } from './config-error.ts';
export { nearestKey } from './nearest-key.ts';
export { defaultConfig, type Environment, type ReadConfigOptions, readConfig } from './read-config.ts';
export type {
  ApiKeyConfig,
  BasicConfig,
  ClientConfig,
  CompressionConfig,
  CorsConfig,
  DatabaseConfig,
  DevelopmentCredential,
  HttpConfig,
  JwksConfig,
  LogConfig,
  LogLevel,
  RateLimitConfig,
  SecurityConfig,
  ServiceConfig,
  SignatureAlgorithm,
} from './service-config.ts';
