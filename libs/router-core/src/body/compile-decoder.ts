import { shapeOf, wireKindOf } from '../params/index.ts';
import { hasType, resolveSchema } from '../schema/resolve-schema.ts';
import type { BodyDecoder, DecoderContext, OctetsDecoder } from './body-decoder.ts';
import { absentBody, checkBody } from './check-body.ts';
import { compileForm } from './decode-form.ts';
import { decodeJson } from './decode-json.ts';
import { compileMultipart } from './decode-multipart.ts';
import { checkItems, decodeJsonLines, decodeJsonTextSequence } from './decode-sequence.ts';
import { decodeText, requireUtf8 } from './decode-text.ts';
import { isJsonTextSequence, type MediaKind } from './media-kind.ts';
import { compileRequestItemSchema, compileRequestSchema } from './request-body-schema.ts';

/** The decoder of one declared media type. `kind` is that of what is sent, which a declared range leaves open. */
export function compileDecoder(kind: MediaKind, context: DecoderContext): BodyDecoder {
  return compilers[kind](context);
}

const compilers: Readonly<Record<MediaKind, (context: DecoderContext) => BodyDecoder>> = {
  json: (context) => buffered(context, compileJson(context)),
  sequence: (context) => buffered(context, compileSequence(context)),
  events: (context) => buffered(context, compileText(context)),
  form: (context) => buffered(context, compileForm(context), { mayBeEmpty: true }),
  multipart: compileMultipart,
  text: (context) => buffered(context, compileText(context)),
  binary: (context) => buffered(context, compileBinary()),
};

function buffered(
  { limits, operation }: DecoderContext,
  decode: OctetsDecoder,
  { mayBeEmpty = false } = {},
): BodyDecoder {
  const isRequired = operation.requestBody?.required === true;
  return (request, sent) =>
    request.body.read(limits.maxBytes).then((octets) => {
      // Chunked framing does not tell beforehand whether anything comes.
      if (octets.length > 0 || (mayBeEmpty && isRequired)) return decode(octets, sent);
      if (isRequired) throw absentBody();
      return undefined;
    });
}

function compileJson({ operation, media, schemas, limits, accepted }: DecoderContext): OctetsDecoder {
  const schema = compileRequestSchema(operation, media, schemas);
  return (octets, sent) => {
    requireUtf8(sent, accepted);
    return checkBody(schema, decodeJson(octets, limits));
  };
}

/** Before OpenAPI 3.2 contracts had only `schema` for a line: one that takes no array is asked for each item. */
function compileSequence({ operation, media, contract, schemas, limits, accepted }: DecoderContext): OctetsDecoder {
  const own = compileRequestSchema(operation, media, schemas);
  const isForWhole = media.itemSchema !== undefined || wireKindOf(shapeOf(media.schema, contract.schemas)) !== 'object';
  const itemSchema = isForWhole ? compileRequestItemSchema(operation, media, schemas) : own;
  return (octets, sent) => {
    requireUtf8(sent, accepted);
    const decode = isJsonTextSequence(sent.essence) ? decodeJsonTextSequence : decodeJsonLines;
    const items = decode(octets, limits);
    if (itemSchema !== undefined) checkItems(itemSchema, items);
    return isForWhole ? checkBody(own, items) : items;
  };
}

/** Only a schema for strings is asked: what it says of XML or YAML content is about a value that is not decoded here. */
function compileText({ operation, media, contract, schemas, accepted }: DecoderContext): OctetsDecoder {
  const isStringSchema = hasType(resolveSchema(media.schema, contract), 'string');
  const schema = isStringSchema ? compileRequestSchema(operation, media, schemas) : undefined;
  return (octets, sent) => checkBody(schema, decodeText(octets, sent, accepted));
}

/** JSON Schema says nothing about octets: `format: binary` and the like are not asked. */
function compileBinary(): OctetsDecoder {
  return (octets) => octets;
}
