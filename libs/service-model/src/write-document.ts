import { stringify } from 'yaml';
import type { JsonObject } from './model/json.ts';

/** The text of a document, the same for the same document; ends with a newline. Keys keep their order. */
export function writeDocument(document: JsonObject, format: 'json' | 'yaml'): string {
  if (format === 'json') return `${JSON.stringify(document, undefined, 2)}\n`;
  // Quoted where a YAML 1.1 reader would see something else than text.
  return stringify(document, { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 0 });
}
