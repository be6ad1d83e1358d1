export type { SecuredContract } from './contract.ts';
export { createSecurity, type Security } from './create-security.ts';
export type { Rejection } from './schemes/credential.ts';
export { hashPassword } from './schemes/password-hash.ts';
export { SecurityConfigError, type SecurityConfigProblem } from './security-config-error.ts';
