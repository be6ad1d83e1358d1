import type { ContractSubset, Header } from '@brrt/service-model';
import { shapeOf, type ValueShape } from '../../params/index.ts';
import type { Reading } from '../../params/reading.ts';
import type { CompiledSchema } from '../../ports/schema-compiler.ts';
import { jsonIntegers } from '../json-integers.ts';
import { decodePart, kindOfPart, type PartContent, type PartPlace, type PartsRun } from './decode-part.ts';
import type { PartsDescription } from './multipart-plan.ts';
import { compilePartHeaders, type PartHeadersReader } from './part-headers.ts';
import type { RawPart } from './part-reader.ts';
import { nestedType, type PartRule } from './part-rule.ts';

/** Where an Encoding Object stands: `['encoding', 'photo']`, `['prefixEncoding', '0']`. */
export type EncodingPath = readonly string[];

/** What decoders of parts are compiled with. */
export interface PartsContext {
  readonly contract: Pick<ContractSubset, 'schemas'>;
  /** See `DecoderContext`. */
  readonly mayLoseDigits?: boolean | undefined;
  /** The schema of a header that an Encoding Object describes. */
  readonly checkHeader: (path: EncodingPath, header: Header) => CompiledSchema;
  /** The decoder of a part that has parts itself. */
  readonly compileNested: (parts: PartsDescription, path: EncodingPath) => PartsDecoder;
}

/** The octets of a multipart body, or of a part that is one, with what tells its parts apart. */
export interface PartsSource {
  readonly octets: AsyncIterable<Buffer>;
  readonly boundary: string | undefined;
}

/** Where the value of parts stands in the whole. */
export interface PartsPlace {
  readonly pointer: string;
  /** The same as keys, names uncut. */
  readonly keys: Reading['at'];
  readonly run: PartsRun;
}

/** Parts → object or array, not held against its schema yet; what cannot be read is added to the violations of the run. */
export type PartsDecoder = (source: PartsSource, at: PartsPlace) => Promise<unknown>;

/** One rule with everything that is decided beforehand. */
export interface CompiledPart<Rule extends PartRule = PartRule> {
  readonly rule: Rule;
  /** What text becomes. */
  readonly shape: ValueShape;
  /** `label`: how to call the part in a sentence. */
  read(part: RawPart, at: PartsPlace & Pick<PartPlace, 'label' | 'itemPointer'>): Promise<PartContent | undefined>;
}

export function compilePart<Rule extends PartRule>(
  rule: Rule,
  path: EncodingPath,
  context: PartsContext,
): CompiledPart<Rule> {
  const readHeaders = compilePartHeaders(rule.encoding?.headers ?? [], {
    contract: context.contract,
    check: (header) => context.checkHeader(path, header),
  });
  const nested = compileNested(rule, path, context);
  const shape = shapeOf(rule.schema, context.contract.schemas);
  const reading = {
    ...rule,
    integers: jsonIntegers(rule.jsonSchema, context),
    mayBeJson: shape.types.has('array') || shape.types.has('object'),
  };
  return {
    rule,
    shape,
    read(part, { pointer, keys, label, itemPointer, run }) {
      const place = { pointer, label, itemPointer, headers: headersOf(part, { pointer, run, readHeaders }) };
      const { contentType } = part.head;
      if (nested === undefined || kindOfPart(part.head, reading, { place, run }) !== 'multipart') {
        return decodePart(part, reading, { place, run });
      }
      const source = { octets: part.content, boundary: contentType?.parameters.boundary };
      return nested(source, { pointer, keys, run }).then((value) => ({ value }));
    },
  };
}

/** Made when the first such part arrives: descriptions may be deep. */
function compileNested(rule: PartRule, path: EncodingPath, context: PartsContext): PartsDecoder | undefined {
  if (rule.kind !== 'multipart') return undefined;
  const { encoding, prefixEncoding, itemEncoding } = rule.encoding ?? {};
  let decode: PartsDecoder | undefined;
  return (source, at) => {
    decode ??= context.compileNested(
      {
        mediaType: nestedType(rule),
        schema: rule.schema,
        ...(encoding !== undefined && { encoding }),
        ...(prefixEncoding !== undefined && { prefixEncoding }),
        ...(itemEncoding !== undefined && { itemEncoding }),
      },
      path,
    );
    return decode(source, at);
  };
}

interface HeadersPlace {
  readonly pointer: string;
  readonly run: PartsRun;
  readonly readHeaders: PartHeadersReader | undefined;
}

function headersOf({ head }: RawPart, { pointer, run, readHeaders }: HeadersPlace) {
  return readHeaders === undefined ? head.headers : readHeaders(head.headers, pointer, run.violations);
}
