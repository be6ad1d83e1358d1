import { bodyKind, isMediaRange, mediaKind, octetLimitsOf, sequencePlan } from '@brrt/router-core/body';
import type { PlacedSchema } from '@brrt/router-core/compare';
import type { SchemaPlace } from '@brrt/router-core/ports';
import type { JsonObject, JsonSchema, MediaType, ServiceModel } from '@brrt/service-model';
import { schemaParts, valueTypes } from '@brrt/service-model/value-types';
import { type Movement, moveOf } from './compare-places.ts';
import type { DiffContext } from './diff-context.ts';

/** One media type where it stands. */
export interface PlacedMedia {
  readonly media: MediaType;
  readonly contract: ServiceModel;
  readonly body: SchemaPlace;
  readonly item: SchemaPlace;
}

/** What has become of a content, and the schemas that were held against each other. */
export interface ContentMovement {
  readonly movement: Movement;
  readonly sender: PlacedSchema;
  readonly receiver: PlacedSchema;
}

/** Whether the receiver takes each content that the sender may send, as it is read: a sequence as the array of its items, octets by their number. */
export function moveContent(sender: PlacedMedia, taker: PlacedMedia, context: DiffContext): ContentMovement {
  const receiver = asSent(sender, taker);
  const sides = [sender, receiver] as const;
  const made = (view: (side: PlacedMedia) => SchemaPlace): ContentMovement => {
    const [from, to] = [placed(sender, view(sender)), placed(receiver, view(receiver))];
    return { movement: moveOf(from, to, context), sender: from, receiver: to };
  };
  const declared = (side: PlacedMedia): SchemaPlace => side.body;
  if (isOctets(sender) && isText(receiver)) return unread(made(declared));
  if (isText(sender) && isOctets(receiver) && !isOctetSchema(sender)) return unasked(made(declared));
  // Whatever else a schema is for, nothing is held against octets.
  if (sides.every(isOctets)) return sides.every(isOctetSchema) ? made(octetsPlace) : unasked(made(declared));
  if (!sides.every(isSequence)) return made(declared);
  if (!speaksOfItems(sides)) return sides.every(isUnheld) ? unasked(made(declared)) : made(declared);
  const whole = made(wholePlace);
  if (sides.some(isUnframed)) {
    return { ...whole, movement: { kind: 'unknown', reason: '`schema` does not say what an event is' } };
  }
  // Whatever an event carries, it carries as text.
  const isTaken = isUndescribed(receiver) && whole.movement.kind === 'broken';
  return isTaken ? { ...whole, movement: { kind: 'wider' } } : whole;
}

/** A range is read as what is sent. */
function asSent({ media: { mediaType } }: PlacedMedia, taker: PlacedMedia): PlacedMedia {
  const isRange = isMediaRange(taker.media.mediaType) && !isMediaRange(mediaType);
  return isRange ? { ...taker, media: { ...taker.media, mediaType } } : taker;
}

function placed({ contract }: PlacedMedia, place: SchemaPlace): PlacedSchema {
  return { contract, place };
}

/** Without items on both sides, and read alike, the schemas tell all. */
function speaksOfItems(sides: readonly PlacedMedia[]): boolean {
  const plans = sides.map(({ media, contract }) => JSON.stringify(sequencePlan(media, contract)));
  return plans[0] !== plans[1] || sides.some(({ media }) => media.itemSchema !== undefined);
}

function isSequence({ media: { mediaType } }: PlacedMedia): boolean {
  const kind = mediaKind(mediaType);
  return kind === 'sequence' || kind === 'events' || kind === 'multipart';
}

/** A schema of text for lines of JSON. */
function isUnheld({ media, contract }: PlacedMedia): boolean {
  const { item, isWhole } = sequencePlan(media, contract);
  return mediaKind(media.mediaType) === 'sequence' && item === undefined && !isWhole;
}

/** Before OpenAPI 3.2 the schema of an event stream was for an event, or for its data. */
function isUnframed({ media, contract }: PlacedMedia): boolean {
  const { mediaType, schema, itemSchema } = media;
  const isSaid = schema !== undefined && itemSchema === undefined;
  return isSaid && mediaKind(mediaType) === 'events' && !sequencePlan(media, contract).isWhole;
}

function isUndescribed({ media: { schema, itemSchema } }: PlacedMedia): boolean {
  return schema === undefined && itemSchema === undefined;
}

/** OpenAPI 3.2 §4.14.3: `itemSchema` is for each item, `schema` for the array of all. */
function wholePlace({ media, contract, body, item }: PlacedMedia): SchemaPlace {
  const kind = mediaKind(media.mediaType);
  const plan = kind === 'multipart' ? partsPlan(media) : sequencePlan(media, contract);
  const derive: SchemaPlace['derive'] = (_, schemas) => {
    const derived = (place: SchemaPlace): JsonSchema => place.derive?.(place.schema, schemas) ?? place.schema;
    const one = plan.item === 'itemSchema' ? derived(item) : plan.item === 'schema' ? derived(body) : true;
    const items = kind === 'events' ? { allOf: [one, eventAround(one, contract)] } : one;
    // A request without items has no body.
    const all: JsonObject = { type: 'array', items, ...(body.direction === 'request' && { minItems: 1 }) };
    return plan.isWhole ? { allOf: [all, derived(body)] } : all;
  };
  return { key: `${body.key}/whole`, schema: plan.isWhole ? body.schema : true, direction: body.direction, derive };
}

function partsPlan({ schema, itemSchema }: MediaType): ReturnType<typeof sequencePlan> {
  return { item: itemSchema === undefined ? undefined : 'itemSchema', isWhole: schema !== undefined };
}

const text: JsonObject = { type: 'string' };

/** HTML Standard §9.2.6: nothing else of an event can be sent, and what has no data is none. Its fields are text, unless they are said to be something else. */
function eventAround(item: JsonSchema, { schemas }: ServiceModel): JsonSchema {
  const declared = schemaParts(item, schemas).flatMap(({ properties }) => Object.keys(properties ?? {}));
  const fields = ['data', 'event', 'id'].map((name) => [name, declared.includes(name) ? true : text] as const);
  const properties = { ...Object.fromEntries(fields), retry: { type: 'integer', minimum: 0 } };
  return { type: 'object', required: ['data'], properties, additionalProperties: false };
}

/** A range leaves open how it is read. */
function isOctets({ media, contract }: PlacedMedia): boolean {
  return !isMediaRange(media.mediaType) && bodyKind(media, contract) === 'binary';
}

function isText({ media, contract }: PlacedMedia): boolean {
  return bodyKind(media, contract) === 'text';
}

/** Not all octets are text of a charset. */
function unread(content: ContentMovement): ContentMovement {
  const reason = 'octets that are no text are refused';
  return content.movement.kind === 'broken' ? content : { ...content, movement: { kind: 'unknown', reason } };
}

function isOctetSchema({ media: { schema = true }, contract }: PlacedMedia): boolean {
  return valueTypes(schema, contract.schemas)?.has('string') ?? true;
}

function octetsPlace({ media, contract, body }: PlacedMedia): SchemaPlace {
  const { minLength, maxLength } = octetLimitsOf(media, contract);
  const schema = {
    ...text,
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
  return { key: `${body.key}/octets`, schema, direction: body.direction };
}

/** Nothing is held against what a schema for other values refuses. */
function unasked(content: ContentMovement): ContentMovement {
  if (content.movement.kind !== 'broken') return content;
  return {
    ...content,
    movement: { kind: 'unknown', reason: 'its schema is for another value than the one that is read' },
  };
}
