// Made from src by tools/generators/src/build/write-client-types.ts.
import type { Explain } from './index.js';
export type { Explain };
export declare function explainer(contract: string): Explain;
