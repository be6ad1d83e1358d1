import type { JsonSchema } from '@brrt/service-model';
import { commentText } from './code-text.ts';
import { isObject } from './json-schema.ts';

/** What people should know of a value that its type cannot say; lines for `docComment`. */
export function schemaComment(schema: JsonSchema): readonly string[] {
  if (!isObject(schema)) return [];
  const { title, description, format, deprecated } = schema;
  const lines = [...textLines(title === description ? undefined : title), ...textLines(description)];
  if (typeof format === 'string') lines.push(`Format: ${commentText(format)}`);
  if (schema.default !== undefined) lines.push(`@default ${commentText(JSON.stringify(schema.default))}`);
  if (deprecated === true) lines.push('@deprecated');
  return lines;
}

function textLines(text: unknown): readonly string[] {
  if (typeof text !== 'string' || text.trim() === '') return [];
  return text
    .trim()
    .split(/\r\n|[\r\n]/)
    .map(commentText);
}
