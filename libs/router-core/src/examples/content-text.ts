import type { JsonObject } from '@brrt/service-model';
import type { Generation } from './generation.ts';
import { schemaOf, stringOf } from './schema-keywords.ts';
import { stringFits, stringRule } from './string-rule.ts';

const json = /^application\/(?:[^;]*\+)?json\s*(?:;|$)/i;
const encodings: Readonly<Record<string, BufferEncoding>> = { base64: 'base64', base64url: 'base64url', base16: 'hex' };

/**
 * The text that `contentMediaType`, `contentSchema` and `contentEncoding` describe (JSON Schema validation §8);
 * undefined where they describe none, or one that other keywords refuse.
 */
export function contentText(flat: JsonObject, generation: Generation, depth: number): string | undefined {
  const mediaType = stringOf(flat, 'contentMediaType');
  const encoding = stringOf(flat, 'contentEncoding')?.toLowerCase();
  const known = encoding !== undefined && Object.hasOwn(encodings, encoding) ? encodings[encoding] : undefined;
  if (mediaType === undefined && known === undefined) return undefined;
  const plain = mediaType !== undefined && json.test(mediaType) ? jsonText(flat, generation, depth) : 'content';
  if (plain === undefined || (known === undefined && encoding !== undefined)) return undefined;
  const text = known === undefined ? plain : Buffer.from(plain).toString(known);
  return stringFits(stringRule(flat), text) ? text : undefined;
}

function jsonText(flat: JsonObject, generation: Generation, depth: number): string | undefined {
  const value = generation.generate(schemaOf(flat, 'contentSchema') ?? {}, generation, depth + 1);
  return value === undefined ? undefined : JSON.stringify(value);
}
