import { hasType, resolveSchema } from '../schema/resolve-schema.ts';
import type { BodyDecoder, DecoderContext, OctetsDecoder } from './body-decoder.ts';
import { absentBody, checkBody, compileBodyCheck } from './check-body.ts';
import { compileForm } from './decode-form.ts';
import { decodeJson } from './decode-json.ts';
import { decodeText, requireUtf8 } from './decode-text.ts';
import { jsonIntegers } from './json-integers.ts';
import type { MediaKind } from './media-kind.ts';
import { compileMultipart } from './multipart/compile-multipart.ts';
import { compileSequence } from './sequence/compile-sequence.ts';
import { compileUpload } from './upload-body.ts';
import { compileXmlDecoder } from './xml/compile-xml.ts';

/** The decoder of one declared media type. `kind` is that of what is sent, which a declared range leaves open. */
export function compileDecoder(kind: MediaKind, context: DecoderContext): BodyDecoder {
  return compilers[kind](context);
}

const compilers: Readonly<Record<MediaKind, (context: DecoderContext) => BodyDecoder>> = {
  json: (context) => buffered(context, compileJson(context)),
  sequence: compileSequence,
  events: compileSequence,
  form: (context) => buffered(context, compileForm(context), { mayBeEmpty: true }),
  multipart: compileMultipart,
  xml: (context) => buffered(context, compileXmlDecoder(context)),
  text: (context) => buffered(context, compileText(context)),
  binary: ({ media, contract, limits }) => compileUpload(media, contract, limits.maxBytes),
};

/** The same for octets that are there already, where nothing has to be waited for. */
export function compileOctetsDecoder(kind: MediaKind, context: DecoderContext): OctetsDecoder | undefined {
  return Object.hasOwn(whole, kind) ? whole[kind]?.(context) : undefined;
}

const whole: Readonly<Partial<Record<MediaKind, (context: DecoderContext) => OctetsDecoder>>> = {
  json: compileJson,
  form: compileForm,
  text: compileText,
};

function buffered(
  { limits, isRequired }: DecoderContext,
  decode: OctetsDecoder,
  { mayBeEmpty = false } = {},
): BodyDecoder {
  return (body, sent) =>
    body.read(limits.maxBytes).then((octets) => {
      // Chunked framing does not tell beforehand whether anything comes.
      if (octets.length > 0 || (mayBeEmpty && isRequired)) return decode(octets, sent);
      if (isRequired) throw absentBody();
      return undefined;
    });
}

function compileJson(context: DecoderContext): OctetsDecoder {
  const { media, limits, accepted } = context;
  const check = compileBodyCheck(context);
  const reading = { ...limits, ...jsonIntegers(media.schema, context) };
  return (octets, sent) => {
    requireUtf8(sent, accepted);
    return check(decodeJson(octets, reading));
  };
}

/** Only a schema for strings is asked: what it says of YAML, say, is about a value that is not decoded here. */
function compileText({ media, contract, schemas, accepted }: DecoderContext): OctetsDecoder {
  const isStringSchema = hasType(resolveSchema(media.schema, contract), 'string');
  const schema = isStringSchema ? schemas.whole : undefined;
  return (octets, sent) => checkBody(schema, decodeText(octets, sent, accepted));
}
