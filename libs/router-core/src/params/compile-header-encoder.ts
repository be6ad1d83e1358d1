import type { Header } from '@brrt/service-model';
import { mediaKind } from '../body/media-kind.ts';
import { writeJson } from '../body/write-json.ts';
import { compileParameterEncoder, type ParameterEncoder } from './encode-parameter.ts';

/** Writes a typed response header, style `simple`; what is returned throws TypeError for control characters. */
export function compileHeaderEncoder({ name, explode, content }: Header): ParameterEncoder {
  const rule = { name, in: 'header', style: 'simple', allowReserved: false } as const;
  if (content === undefined) return compileParameterEncoder({ ...rule, explode });
  const encode = compileParameterEncoder({ ...rule, explode: false });
  // What is no JSON is its own text (OpenAPI 3.2 §4.21.1).
  return mediaKind(content.mediaType) === 'json' ? (value) => encode(String(writeJson(value))) : encode;
}
