import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinedDeclarations } from './declaration-text.ts';

/**
 * The types of `@brrt/fetch-client` without those of the server that it shares encoders with: a page is checked without Node's
 * types. By file in `types/` of the library.
 */
export function fetchClientTypes(libraries: string): Readonly<Record<string, string>> {
  const source = join(libraries, 'fetch-client/src');
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const files = names.filter((name) => name.endsWith('.ts') && !entries.has(name)).sort();
  const texts = files.map((name) => [name, readFileSync(join(source, name), 'utf8')] as const);
  const index = readFileSync(join(source, 'index.ts'), 'utf8');
  const sentPart = readFileSync(join(libraries, 'router-core/src/ports/sent-part.ts'), 'utf8');
  return {
    'index.d.ts': header + joinedDeclarations(index, { 'sent-part.ts': sentPart, ...Object.fromEntries(texts) }),
    'checks.d.ts': `${header}export type { ResponseChecks } from './index.js';\n`,
    'places.d.ts': `${header}import type { Explain } from './index.js';
export type { Explain };
export declare function explainer(contract: string): Explain;
`,
  };
}

const entries: ReadonlySet<string> = new Set(['index.ts', 'checks.ts', 'places.ts']);
const header = '// Made from src by tools/generators/src/build/write-client-types.ts.\n';
