import { PayloadTooLargeError, RequestValidationError } from '../../errors/request-errors.ts';
import { readAgain } from '../../params/reading.ts';
import type { CompiledSchema } from '../../ports/schema-compiler.ts';
import type { BodyDecoder, DecoderContext, Resources } from '../body-decoder.ts';
import { compileBodyCheck, inBody, maxViolations } from '../check-body.ts';
import { readChunks } from '../read-chunks.ts';
import { checkItems } from '../sequence/check-items.ts';
import { compileUpload } from '../upload-body.ts';
import type { EncodingPath, PartsContext, PartsDecoder, PartsSource } from './compile-part.ts';
import { compileNamedParts } from './decode-named-parts.ts';
import type { PartsRun } from './decode-part.ts';
import { compilePartItems, compilePositionalParts } from './decode-positional-parts.ts';
import { isFormData, type MultipartPlan, multipartPlan, type PartsDescription } from './multipart-plan.ts';
import { partsView } from './parts-view.ts';

/**
 * Multipart bodies (RFC 2046 §5.1, RFC 7578; OpenAPI 3.2 §4.14.5): an object, an array, or an async iterable of items, with
 * `UploadedFile`s where a part carries octets. Every part is complete and checked before it is handed on.
 */
export function compileMultipart(context: DecoderContext): BodyDecoder {
  const { media, contract, limits } = context;
  const form = compilePartsPlan({ ...context, fillsDefaults: true }, 'multipart/form-data');
  const other = isFormData(media.mediaType)
    ? form
    : compilePartsPlan({ ...context, fillsDefaults: true }, 'multipart/mixed');
  const upload = compileUpload(media, contract, limits.maxBytes);
  return (body, sent, resources) => {
    // Said beforehand, it need not be sent.
    if ((body.length ?? 0) > limits.maxBytes) throw new PayloadTooLargeError(limits.maxBytes);
    const read = isFormData(sent.essence) ? form : other;
    if (read === undefined) return upload(body, sent);
    const octets = readChunks(body, limits.maxBytes);
    return read({ octets, boundary: sent.parameters.boundary }, resources);
  };
}

/** A promise of the whole value, or an async iterable of items. */
export type PartsPlanReader = (source: PartsSource, resources: Resources) => unknown;

export interface PartsPlanContext extends Omit<DecoderContext, 'isRequired'> {
  /** A request has the defaults of the contract where it leaves something out; an answer is what it is. */
  readonly fillsDefaults: boolean;
}

/** Undefined: the contract says nothing of parts. */
export function compilePartsPlan(context: PartsPlanContext, mediaType: string): PartsPlanReader | undefined {
  const { contract, schemas, fillsDefaults, mayLoseDigits } = context;
  const media = { ...context.media, mediaType };
  const parts: PartsContext = {
    contract,
    mayLoseDigits,
    checkHeader: schemas.partHeader,
    compileNested: (nested, path) => compileParts(nested, path, parts),
  };
  const plan = multipartPlan(media, contract);
  if (plan === 'octets') return undefined;
  if (plan === 'items') return compileItemsReader(media, context, parts);
  const decode = compileParts(media, [], parts);
  // The defaults of what is a file are none of the file's.
  const { schema } = partsView(media, { contract, file: true });
  const filled = fillsDefaults && schema !== undefined ? schema : true;
  const check = compileBodyCheck({ media: { ...media, schema: filled }, contract, schemas });
  return async (source, resources) => {
    const run = startRun(context, resources);
    const value = await decode(source, { pointer: '', keys: [], run });
    refuseViolations(run);
    if (schemas.item !== undefined && Array.isArray(value)) checkItems(schemas.item, value);
    return check(value, run.others);
  };
}

const compilers: Readonly<Record<MultipartPlan, typeof compileNamedParts>> = {
  named: compileNamedParts,
  positional: compilePositionalParts,
  items: compilePositionalParts,
  // A part of which nothing is said but that it has parts.
  octets: compilePositionalParts,
};

function compileParts(parts: PartsDescription, path: EncodingPath, context: PartsContext): PartsDecoder {
  return compilers[multipartPlan(parts, context.contract)](parts, path, context);
}

function compileItemsReader(media: PartsDescription, context: PartsPlanContext, parts: PartsContext): PartsPlanReader {
  const items = compilePartItems(media, [], parts);
  const { item } = context.schemas;
  return async function* read(source, resources) {
    const run = startRun(context, resources);
    let index = 0;
    for await (const value of items(source, run)) {
      refuseViolations(run);
      yield checkItem(item, value, { run, prefix: `/${index}` });
      run.others.length = 0;
      index += 1;
    }
  };
}

function startRun({ limits, accepted }: PartsPlanContext, resources: Resources): PartsRun {
  return { limits, resources, accepted, violations: [], others: [], fieldBytes: 0 };
}

function refuseViolations({ violations }: PartsRun): void {
  if (violations.length > 0) throw new RequestValidationError(violations.slice(0, maxViolations));
}

interface ItemPlace {
  readonly run: PartsRun;
  readonly prefix: string;
}

function checkItem(schema: CompiledSchema | undefined, value: unknown, { run, prefix }: ItemPlace): unknown {
  if (schema === undefined || schema.isValid(value)) return value;
  const found = schema.explain(value, maxViolations);
  const other = run.others.length === 0 ? undefined : readAgain(value, run.others, schema);
  if (other !== undefined) return other.value;
  throw new RequestValidationError(found.map((violation) => inBody(violation, prefix)));
}
