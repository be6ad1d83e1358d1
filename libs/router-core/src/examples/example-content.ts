import type { ContractSubset, JsonSchema, MediaType } from '@brrt/service-model';
import { concreteMediaType, type MediaKind, mediaKind, parseMediaType } from '../body/index.ts';
import type { CompiledSchema, SchemaCompiler, SchemaPlace } from '../ports/schema-compiler.ts';
import { hasType, resolveSchema } from '../schema/resolve-schema.ts';
import { generateValue } from './generate-value.ts';
import type { Preference } from './parse-prefer.ts';
import { sampleOctets } from './sample-octets.ts';
import { listOf } from './schema-keywords.ts';

/** A body in the form that `encodeBody` takes for the media type. */
export interface ExampleBody {
  readonly body: unknown;
  readonly kind: 'example' | 'generated';
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
}

/** Examples that are not valid are never chosen: the next one is, then a generated value. */
export function compileContent(media: MediaType, context: ContentContext): ExampleContent {
  const contentType = concreteMediaType(media.mediaType);
  const kind = mediaKind(contentType);
  const examples = compileExampleValues(media, kind, context);
  return {
    contentType,
    choose(preference) {
      const example = preference.dynamic ? undefined : examples(preference.example);
      if (example !== undefined) return { body: example.value, kind: 'example' };
      const body = generators[kind](media, context, preference);
      return body === undefined ? undefined : { body, kind: 'generated' };
    },
  };
}

type ExampleValues = (name: string | undefined) => { readonly value: unknown } | undefined;

function compileExampleValues(media: MediaType, kind: MediaKind, context: ContentContext): ExampleValues {
  const schema = checkedSchema(media, kind, context);
  const itemSchema = itemsOf(media, kind, context);
  const isValid = (value: unknown): boolean =>
    (schema?.isValid(value) ?? true) &&
    (itemSchema === undefined || !Array.isArray(value) || value.every(itemSchema.isValid));
  let candidates: readonly Candidate[] | undefined;
  return (name) => {
    candidates ??= listCandidates(media, kind, context).filter(({ value }) => isValid(value));
    return candidates.find((candidate) => candidate.name === name) ?? candidates[0];
  };
}

interface Candidate {
  readonly name: string;
  readonly value: unknown;
}

/** Of the media type, then of its schema. */
function listCandidates(media: MediaType, kind: MediaKind, { contract }: ContentContext): readonly Candidate[] {
  const named = media.examples.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
  const schema = kind === 'json' || kind === 'text' ? resolveSchema(media.schema, contract) : {};
  const shown = [...listOf(schema, 'examples'), schema.example, schema.default];
  const unnamed = shown.flatMap((value) => (value === undefined ? [] : [{ name: '', value }]));
  return [...named, ...unnamed].flatMap(({ name, value }) => {
    const body = toBody(value, kind);
    return body === undefined ? [] : [{ name, value: body }];
  });
}

/** An example as the value that is encoded; undefined when the media type cannot carry it. */
function toBody(value: unknown, kind: MediaKind): unknown {
  if (kind === 'json') return value;
  if (kind === 'sequence' || kind === 'events')
    return Array.isArray(value) || typeof value === 'string' ? value : undefined;
  if (kind === 'form') return typeof value === 'object' || typeof value === 'string' ? value : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The schema that speaks about the value as it is sent: not the one behind XML, nor that of octets. */
export function checkedSchema(
  media: MediaType,
  kind: MediaKind,
  { contract, schemas, bodyPlace }: ContentContext,
): CompiledSchema | undefined {
  if (media.schema === undefined || kind === 'events') return undefined;
  const isString = hasType(resolveSchema(media.schema, contract), 'string');
  const isAsked = kind === 'json' || kind === 'form' || (kind === 'text' && isString);
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
  form: generateJson,
  sequence: generateItems,
  events: generateItems,
  text: generateText,
  binary: (media) => sampleOctets(parseMediaType(concreteMediaType(media.mediaType))?.essence ?? ''),
  multipart: (media) => sampleOctets(media.mediaType),
};

function generateJson(media: MediaType, context: ContentContext, preference: Preference): unknown {
  if (media.schema === undefined) return undefined;
  const isValid = checkedSchema(media, 'json', context)?.isValid;
  return generate(media.schema, context, preference, isValid);
}

function generate(
  schema: JsonSchema,
  { contract, bodyPlace }: ContentContext,
  preference: Preference,
  isValid: ((value: unknown) => boolean) | undefined,
): unknown {
  const seed = preference.seed ?? (preference.dynamic ? Math.floor(Math.random() * 4_294_967_296) : undefined);
  return generateValue(schema, contract, {
    direction: bodyPlace.direction,
    ...(seed !== undefined && { seed }),
    ...(isValid !== undefined && { isValid }),
  });
}

function generateText(media: MediaType, context: ContentContext, preference: Preference): unknown {
  if (media.schema === undefined) return 'text';
  const schema = checkedSchema(media, 'text', context);
  if (schema === undefined) return sampleText(media.mediaType);
  return generate(media.schema, context, preference, schema.isValid);
}

function sampleText(mediaType: string): string {
  const subtype = parseMediaType(mediaType)?.subtype ?? '';
  if (subtype === 'html') return '<!doctype html><title>Example</title><p>Example';
  return subtype === 'xml' || subtype.endsWith('+xml') ? '<?xml version="1.0" encoding="UTF-8"?><example/>' : 'text';
}

/** Two items, finite: a client sees how the stream is framed. */
function generateItems(media: MediaType, context: ContentContext, preference: Preference): unknown {
  const itemSchema = itemsOf(media, 'sequence', context);
  if (media.itemSchema === undefined || itemSchema === undefined)
    return generateUndescribedItems(media, context, preference);
  const first = generate(media.itemSchema, context, preference, itemSchema.isValid);
  return first === undefined ? undefined : [first, first];
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
