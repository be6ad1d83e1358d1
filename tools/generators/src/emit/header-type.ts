import { mediaKind } from '@brrt/router-core/body';
import { isRepeatedHeader } from '@brrt/router-core/params';
import type { Header } from '@brrt/service-model';
import type { OperationTypes } from './emit-request.ts';
import { isObject, resolveSchema } from './json-schema.ts';

/** Of a response header: where it may be there several times and the contract describes one, one or several. */
export function headerType(header: Header, { types, schemas }: OperationTypes): string {
  const { schema, content } = header;
  const isJson = content === undefined || mediaKind(content.mediaType) === 'json';
  const type = isJson ? types.typeOf(content?.schema ?? schema, 'response', '      ') : 'string';
  if (!isRepeatedHeader(header)) return type;
  const resolved = resolveSchema(content?.schema ?? schema, schemas);
  return isObject(resolved) && resolved.type === 'array' ? type : `(${type}) | readonly (${type})[]`;
}
