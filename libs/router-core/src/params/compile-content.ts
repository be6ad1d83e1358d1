import type { ContractSubset, MediaType } from '@brrt/service-model';
import { jsonIntegers } from '../body/json-integers.ts';
import { mediaKind } from '../body/media-kind.ts';
import { inexactInteger } from '../schema/wide-integers/compile-exact-integers.ts';
import { buildText, type TextReader } from './build-value.ts';
import { type Built, badEncoding, type DecodeText, fault } from './built.ts';
import { compileFields } from './compile-fields.ts';
import { decodeQueryText } from './decode-percent.ts';
import { parseJsonText } from './parse-json-text.ts';
import { maximumPairs, parsePairs } from './query-pairs.ts';
import { shapeOf } from './value-shape.ts';

type Schemas = ContractSubset['schemas'];

/**
 * A parameter with `content` (OpenAPI 3.2 §4.12.2.3): one encoded text in a media type. JSON is parsed, a form is read as an
 * exploded object, other types are text that the schema may want as a number or a boolean.
 */
export function compileContent(content: MediaType, schemas: Schemas, decode: DecodeText): TextReader {
  const kind = mediaKind(content.mediaType);
  if (kind === 'json') {
    const integers = jsonIntegers(content.schema, { contract: { schemas } });
    const parse = (text: string): Built => {
      const parsed = parseJsonText(text, integers) ?? fault('parse', `The value has to be ${content.mediaType}`);
      return 'inexact' in parsed ? { ...inexactInteger, pointers: parsed.inexact } : parsed;
    };
    return (raw) => {
      const text = decode(raw);
      return text === undefined ? badEncoding : parse(text);
    };
  }
  if (kind === 'form') {
    const read = compileFormText(content, schemas);
    return (raw) => {
      const text = decode(raw);
      return text === undefined ? badEncoding : read(text);
    };
  }
  const shape = shapeOf(content.schema, schemas);
  return (raw) => buildText(raw, shape, decode);
}

/** A text of `application/x-www-form-urlencoded`, its percent-encoding still there. */
export function compileFormText({ schema }: MediaType, schemas: Schemas): TextReader {
  const declared = schema ?? true;
  // The whole text is one exploded object.
  const whole = shapeOf(declared, schemas).types.has('object') ? declared : { type: 'object' };
  const form = { name: '', style: 'form', explode: true, schema: whole } as const;
  const decode = compileFields([form], schemas, { decode: decodeQueryText });
  return (text) => {
    const pairs = parsePairs(text, decodeQueryText);
    if (pairs === undefined) return fault('parse', `At most ${maximumPairs} parameters are read`);
    return decode(pairs).values[0] ?? { value: {} };
  };
}
