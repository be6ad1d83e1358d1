import type { MediaType } from '@brrt/service-model';
import type { Built, DecodeText } from './build-value.ts';
import { badEncoding } from './build-value.ts';

const jsonPattern = /^application\/(?:[\w.-]+\+)?json(?:;|$)/i;

/** A parameter with `content` (OpenAPI 3.1 §4.8.12.3): one encoded text in a media type; JSON is parsed, anything else stays text. */
export function buildContent(content: MediaType, raw: string, decode: DecodeText): Built {
  const text = decode(raw);
  if (text === undefined) return badEncoding;
  if (!jsonPattern.test(content.mediaType)) return { value: text };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { keyword: 'parse', detail: `The value has to be ${content.mediaType}` };
  }
}
