// Made from src by tools/generators/src/build/write-client-types.ts.
export type { ResponseChecks } from './index.js';
