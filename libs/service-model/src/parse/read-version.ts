import type { JsonObject } from '../model/json.ts';
import type { Report } from '../report.ts';
import type { Grammar } from './grammar.ts';
import { grammar20 } from './grammar-2-0.ts';
import { grammar30 } from './grammar-3-0.ts';
import { grammar31 } from './grammar-3-1.ts';
import { grammar32 } from './grammar-3-2.ts';
import type { SourceMap } from './source-map.ts';

/** The version a document says it is written in, and the grammar of that version. */
export interface DocumentVersion {
  readonly written: string;
  readonly grammar: Grammar;
}

const grammars: ReadonlyMap<string, Grammar> = new Map([
  ['2.0', grammar20],
  ['3.0', grammar30],
  ['3.1', grammar31],
  ['3.2', grammar32],
]);

/** `undefined`: unknown version or none at all, and the report says so. */
export function readVersion(document: JsonObject, sources: SourceMap, report: Report): DocumentVersion | undefined {
  const field = Object.hasOwn(document, 'swagger') ? 'swagger' : 'openapi';
  const value = Object.hasOwn(document, field) ? document[field] : undefined;
  if (value === undefined) {
    const message = 'This is no OpenAPI document: it has neither "openapi" nor "swagger"';
    report.error({
      at: sources.locate(document),
      code: 'unknown-version',
      message,
      hint: 'Write openapi: 3.1.0 at the top',
    });
    return undefined;
  }
  // Unquoted versions are numbers to YAML: `swagger: 2.0` is 2, `openapi: 3.1` is 3.1.
  const written = typeof value === 'number' ? value.toFixed(1) : String(value);
  const minor = /^(\d+\.\d+)(?:\.\d+)?(?:-.*)?$/.exec(written)?.[1] ?? '';
  const grammar = field === 'swagger' && minor !== '2.0' ? undefined : grammars.get(minor);
  if (grammar !== undefined) return { written, grammar };
  report.error({
    at: sources.locate(document, field),
    code: 'unknown-version',
    message: `OpenAPI version ${JSON.stringify(value)} is not supported`,
    hint: 'Supported are 2.0, 3.0, 3.1 and 3.2',
  });
  return undefined;
}
