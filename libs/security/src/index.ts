export type { SecuredContract } from './contract.ts';
export type { CustomSchemes } from './create-handlers.ts';
export { createSecurity, type Security, type SecurityOptions } from './create-security.ts';
export type { ReplayStore } from './dpop/replay-store.ts';
export type { Rejection } from './schemes/credential.ts';
export { hashPassword } from './schemes/password-hash.ts';
export { SecurityConfigError, type SecurityConfigProblem } from './security-config-error.ts';
