import type { ContractSubset, JsonSchema, MediaType } from '@brrt/service-model';
import {
  bodyKind,
  compileContentEncoder,
  concreteMediaType,
  type MediaKind,
  mediaKind,
  multipartPlan,
  parseMediaType,
} from '../body/index.ts';
import type { CompiledSchema, SchemaCompiler, SchemaPlace } from '../ports/schema-compiler.ts';
import { hasType, resolveSchema } from '../schema/resolve-schema.ts';
import { type ExampleCandidate, listCandidates } from './example-candidates.ts';
import { generateValue } from './generate-value.ts';
import type { Preference } from './parse-prefer.ts';
import { sampleOctets } from './sample-octets.ts';

/** A body in the form that `encodeBody` takes for the media type. */
export interface ExampleBody {
  readonly body: unknown;
  readonly kind: 'example' | 'generated';
  /** Of the example. */
  readonly name?: string;
  /** What goes out instead of `body`: its text as the contract writes it. */
  readonly text?: string | undefined;
}

/** Where a body comes from: one media type of one response or request. */
export interface ExampleContent {
  readonly contentType: string;
  /** Undefined: the contract says nothing about the content. */
  choose(preference: Preference): ExampleBody | undefined;
}

/** The contract around one media type, and where its schemas stand. */
export interface ContentContext {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  readonly bodyPlace: SchemaPlace;
  readonly itemPlace: SchemaPlace;
  /** What a generated body should hold beside what its schema asks for. */
  readonly constraint?: JsonSchema | undefined;
  /** Told once of each example that is never chosen. */
  readonly warn?: (message: string) => void;
}

/** Examples that are not valid are never chosen: the next one is, then a generated value. */
export function compileContent(media: MediaType, context: ContentContext): ExampleContent {
  const contentType = concreteMediaType(media.mediaType);
  const kind = contentKind(contentType, media, context);
  const examples = compileCandidates(media, kind, context);
  const generate = (preference: Preference): ExampleBody | undefined => {
    const body = generators[kind](media, context, preference);
    return body === undefined ? undefined : { body, kind: 'generated' };
  };
  const show = (preference: Preference): ExampleBody | undefined => {
    const example = examples(preference.example);
    if (example === undefined) return undefined;
    return { body: example.body, kind: 'example', name: example.name, text: example.text };
  };
  return {
    contentType,
    choose: (preference) =>
      preference.dynamic === true
        ? (generate(preference) ?? show(preference))
        : (show(preference) ?? generate(preference)),
  };
}

/** XML is made of a value where the schema describes one. */
function contentKind(contentType: string, media: MediaType, { contract }: ContentContext): MediaKind {
  const kind = mediaKind(contentType);
  return kind === 'text' && bodyKind({ ...media, mediaType: contentType }, contract) === 'xml' ? 'xml' : kind;
}

/** The example of a name when it is valid, else the first that is. */
function compileCandidates(
  media: MediaType,
  kind: MediaKind,
  context: ContentContext,
): (name: string | undefined) => ExampleCandidate | undefined {
  const schema = checkedSchema(media, kind, context);
  const itemSchema = itemsOf(media, kind, context);
  const isValid = ({ name, value }: ExampleCandidate): boolean => {
    // A document as its author wrote it.
    if (kind === 'xml' && typeof value === 'string') return true;
    const items = itemSchema === undefined || !Array.isArray(value) ? [] : value;
    const broken = [
      ...(schema?.explain(value, 1) ?? []),
      ...items.flatMap((item) => itemSchema?.explain(item, 1) ?? []),
    ];
    const [first] = broken;
    if (first === undefined) return true;
    context.warn?.(
      `the example "${name}" of ${media.mediaType} breaks its schema${first.pointer === '' ? '' : ` at ${first.pointer}`}: ${first.detail}; it is not sent`,
    );
    return false;
  };
  let candidates: readonly ExampleCandidate[] | undefined;
  return (name) => {
    candidates ??= listCandidates(media, kind, context.contract).filter(isValid);
    return candidates.find((candidate) => candidate.name === name) ?? candidates[0];
  };
}

/** The schema that speaks about the value: not that of octets, nor one that describes what a text means. */
export function checkedSchema(
  media: MediaType,
  kind: MediaKind,
  { contract, schemas, bodyPlace }: ContentContext,
): CompiledSchema | undefined {
  if (media.schema === undefined || kind === 'events') return undefined;
  const isString = hasType(resolveSchema(media.schema, contract), 'string');
  const hasValue = kind === 'json' || kind === 'form' || kind === 'xml';
  const hasParts = kind === 'multipart' && multipartPlan(media, contract) !== 'octets';
  const isAsked = hasValue || hasParts || (kind === 'text' && isString);
  return isAsked ? schemas.compile(bodyPlace) : undefined;
}

function itemsOf(
  media: MediaType,
  kind: MediaKind,
  { schemas, itemPlace }: ContentContext,
): CompiledSchema | undefined {
  if (media.itemSchema === undefined || kind === 'binary') return undefined;
  return schemas.compile(itemPlace);
}

type Generator = (media: MediaType, context: ContentContext, preference: Preference) => unknown;

const generators: Readonly<Record<MediaKind, Generator>> = {
  json: generateJson,
  form: generateForm,
  sequence: generateItems,
  events: generateItems,
  xml: generateJson,
  text: generateText,
  binary: (media) => sampleOctets(parseMediaType(concreteMediaType(media.mediaType))?.essence ?? ''),
  multipart: generateParts,
};

function generateJson(media: MediaType, context: ContentContext, preference: Preference): unknown {
  if (media.schema === undefined) return undefined;
  const isValid = checkedSchema(media, 'json', context)?.isValid;
  const { constraint } = context;
  const linked = constraint && generate({ allOf: [media.schema, constraint] }, context, preference, isValid);
  return linked ?? generate(media.schema, context, preference, isValid);
}

/** A value that the form can carry. */
function generateForm(media: MediaType, context: ContentContext, preference: Preference): unknown {
  if (media.schema === undefined) return undefined;
  const schema = checkedSchema(media, 'form', context);
  const encode = compileContentEncoder(media, context.contract);
  const isValid = (value: unknown): boolean => schema?.isValid(value) !== false && canBeWritten(value, encode);
  return generate(media.schema, context, preference, isValid);
}

function canBeWritten(value: unknown, encode: (value: unknown, contentType: string) => unknown): boolean {
  try {
    encode(value, 'application/x-www-form-urlencoded');
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function generate(
  schema: JsonSchema,
  { contract, bodyPlace }: ContentContext,
  preference: Preference,
  isValid: ((value: unknown) => boolean) | undefined,
): unknown {
  const seed = preference.seed ?? (preference.dynamic === true ? Math.floor(Math.random() * 4_294_967_296) : undefined);
  return generateValue(schema, contract, {
    direction: bodyPlace.direction,
    ...(seed !== undefined && { seed }),
    ...(isValid !== undefined && { isValid }),
  });
}

/** Values of parts, where the contract says what they are. */
function generateParts(media: MediaType, context: ContentContext, preference: Preference): unknown {
  const plan = multipartPlan(media, context.contract);
  if (plan === 'octets') return sampleOctets(media.mediaType);
  if (plan === 'items') return generateItems(media, context, preference);
  return media.schema === undefined ? {} : generateJson(media, context, preference);
}

function generateText(media: MediaType, context: ContentContext, preference: Preference): unknown {
  const sample = sampleText(media.mediaType);
  const schema = checkedSchema(media, 'text', context);
  if (media.schema === undefined || schema === undefined) return sample ?? 'text';
  // A word would be text, and no document.
  if (sample !== undefined && schema.isValid(sample)) return sample;
  return generate(media.schema, context, preference, schema.isValid);
}

/** A document of a media type that has a form of its own. */
function sampleText(mediaType: string): string | undefined {
  const subtype = parseMediaType(mediaType)?.subtype ?? '';
  if (subtype === 'html') return '<!doctype html><title>Example</title><p>Example';
  return subtype === 'xml' || subtype.endsWith('+xml') ? '<?xml version="1.0" encoding="UTF-8"?><example/>' : undefined;
}

/** Two items, finite: a client sees how the stream is framed. */
function generateItems(media: MediaType, context: ContentContext, preference: Preference): unknown {
  const itemSchema = itemsOf(media, 'sequence', context);
  if (media.itemSchema === undefined || itemSchema === undefined)
    return generateUndescribedItems(media, context, preference);
  const first = generate(media.itemSchema, context, preference, itemSchema.isValid);
  if (first === undefined) return undefined;
  return mediaKind(media.mediaType) === 'events' && !isEvent(first) ? undefined : [first, first];
}

/** HTML Standard §9.2.6: whatever else an item has cannot be sent. */
function isEvent(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return typeof item === 'string';
  return ['data', 'event', 'id', 'retry'].some((field) => field in item);
}

/** Before OpenAPI 3.2 `schema` is all a contract has: for the array, for one line, or for the data of one event. */
function generateUndescribedItems(media: MediaType, context: ContentContext, preference: Preference): unknown {
  const isEvents = mediaKind(media.mediaType) === 'events';
  if (media.schema === undefined) return isEvents ? [{ data: 'example' }] : undefined;
  const { isValid } = context.schemas.compile(context.bodyPlace);
  const value = generate(media.schema, context, preference, isValid);
  if (isEvents) return [{ data: value ?? 'example' }];
  return value === undefined || Array.isArray(value) ? value : [value];
}
