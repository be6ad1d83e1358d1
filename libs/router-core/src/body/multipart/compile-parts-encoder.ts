import type { ContractSubset, Encoding, ParameterStyle } from '@brrt/service-model';
import { decodeQueryText } from '../../params/decode-percent.ts';
import { encodeParameter } from '../../params/encode-parameter.ts';
import { toParts } from '../../params/value-parts.ts';
import { declaredProperties } from '../declared-properties.ts';
import { isItems } from '../is-items.ts';
import { compilePartEncoder, type PartEncoder, type PartEncoderContext } from './encode-part.ts';
import { boundaryOf, type EncodedPart, type MultipartEncoder, type PartsPlatform } from './multipart-encoder.ts';
import { multipartPlan, type PartsDescription } from './multipart-plan.ts';
import { type NamedRule, namedRule } from './part-rule.ts';
import { compilePositions, otherSchema } from './parts-rules.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

/** The other direction of `compileMultipart`, by the same rules, on any platform. Undefined: the contract says nothing of parts. */
export function compilePartsEncoder<Body>(
  parts: PartsDescription,
  contract: Contract,
  platform: PartsPlatform<Body>,
): MultipartEncoder<Body> | undefined {
  const context: PartEncoderContext<Body> = {
    contract,
    platform,
    compileNested: (nested) => compilePartsEncoder(nested, contract, platform),
  };
  switch (multipartPlan(parts, contract)) {
    case 'octets':
      return undefined;
    case 'named':
      return joining(isPlainObject, compileNamed(parts, context), platform);
    case 'positional':
      return joining(Array.isArray, compilePositional(parts, context), platform);
    case 'items':
      return compileItems(parts, context);
  }
}

function joining<Body>(
  takes: (value: unknown) => boolean,
  encodeParts: (value: object) => readonly EncodedPart<Body>[],
  platform: PartsPlatform<Body>,
): MultipartEncoder<Body> {
  return {
    takes,
    encode: (value, contentType) => platform.join(encodeParts(Object(value)), boundary(contentType)),
  };
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

interface NamedPart<Body> {
  readonly rule: NamedRule;
  readonly encode: PartEncoder<Body>;
}

function compileNamed<Body>(
  parts: PartsDescription,
  context: PartEncoderContext<Body>,
): (value: object) => readonly EncodedPart<Body>[] {
  const { contract } = context;
  const encodings = parts.encoding ?? {};
  const compile = (name: string, schema = otherSchema(parts, contract.schemas)): NamedPart<Body> => {
    const encoding = Object.hasOwn(encodings, name) ? encodings[name] : undefined;
    const rule = namedRule(name, { schema, encoding }, contract);
    return { rule, encode: compilePartEncoder(rule, context) };
  };
  const declared = declaredProperties(parts.schema, contract);
  const properties = new Map(declared.map(([name, schema]) => [name, compile(name, schema)]));
  const other = compile('');
  return (value) =>
    Object.entries(value).flatMap(([name, member]) => {
      const { rule, encode } = properties.get(name) ?? other;
      if (member === undefined) return [];
      if (rule.isStyled) return styledFields(rule, member).map(([field, text]) => other.encode(text, field));
      const isList = Array.isArray(member) && (rule.isArray || rule.kind !== 'json');
      return (isList ? member : [member]).map((each: unknown) => encode(each, name));
    });
}

const delimiters: Readonly<Partial<Record<ParameterStyle, string>>> = {
  form: ',',
  spaceDelimited: ' ',
  pipeDelimited: '|',
};

/** What a style makes of a value, as fields of a form: in a part nothing is percent-encoded (OpenAPI 3.2 §4.15.1.2). */
function styledFields({ name, encoding }: NamedRule, value: unknown): readonly (readonly [string, string])[] {
  const { style = 'form', explode = style === 'form' }: Partial<Encoding> = encoding ?? {};
  const delimiter = explode ? undefined : delimiters[style];
  if (delimiter !== undefined && textsOf(value).some((text) => text.includes(delimiter))) {
    throw new TypeError(`An element of the part ${name} contains the delimiter of its style`);
  }
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const fields = isEmpty ? '' : encodeParameter({ name, in: 'query', style, explode, allowReserved: false }, value);
  const pairs = fields === '' ? [] : fields.split('&').map((field) => field.split('='));
  return pairs.map(([field = '', text = '']) => [decodeQueryText(field) ?? field, decodeQueryText(text) ?? text]);
}

/** What a delimiter stands between. */
function textsOf(value: unknown): readonly string[] {
  const parts = toParts(value, { repeatsNames: false });
  if ('entries' in parts) return parts.entries.flat();
  return 'items' in parts ? parts.items : [];
}

function compilePositional<Body>(
  parts: PartsDescription,
  context: PartEncoderContext<Body>,
): (value: object) => readonly EncodedPart<Body>[] {
  const encoderAt = compilePositions(parts, context.contract, (rule) => compilePartEncoder(rule, context));
  return (value) => Object.values(value).map((each: unknown, index) => encoderAt(index)(each));
}

function compileItems<Body>(parts: PartsDescription, context: PartEncoderContext<Body>): MultipartEncoder<Body> {
  const { platform } = context;
  const encoderAt = compilePositions(parts, context.contract, (rule) => compilePartEncoder(rule, context));
  return {
    takes: isItems,
    encode(value, contentType): Body {
      const items = isItems(value) ? value : [];
      if (Array.isArray(items))
        return platform.join(
          items.map((item, index) => encoderAt(index)(item)),
          boundary(contentType),
        );
      return platform.stream(encodeItems(items, encoderAt), boundary(contentType));
    },
  };
}

async function* encodeItems<Body>(
  items: AsyncIterable<unknown> | Iterable<unknown>,
  encoderAt: (index: number) => PartEncoder<Body>,
): AsyncGenerator<EncodedPart<Body>> {
  let index = 0;
  for await (const item of items) {
    yield encoderAt(index)(item);
    index += 1;
  }
}

function boundary(contentType: string): string {
  const stated = boundaryOf(contentType);
  if (stated === undefined) throw new TypeError('A multipart body needs a boundary');
  return stated;
}
