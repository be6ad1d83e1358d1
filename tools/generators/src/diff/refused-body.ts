import { bodyKind, requestSchemas } from '@brrt/router-core/body';
import type { PlacedSchema } from '@brrt/router-core/compare';
import { type BodyJourney, compileBodyJourney, generateValue } from '@brrt/router-core/examples';
import { defaultOf } from '@brrt/router-core/params';
import { requestBodyPlace } from '@brrt/router-core/schema';
import type { ContractSubset, JsonSchema, MediaType, Operation } from '@brrt/service-model';
import { type Movement, moveOf } from './compare-places.ts';
import type { DiffContext, OperationPair } from './diff-context.ts';
import { textJourney } from './text-journey.ts';

/** One media type in both revisions. */
export interface MediaPair {
  readonly old: MediaType;
  readonly fresh: MediaType;
}

interface Narrowing {
  readonly pair: OperationPair;
  readonly media: MediaPair;
  readonly sender: PlacedSchema;
  readonly receiver: PlacedSchema;
  /** What the schemas alone say. */
  readonly found: Extract<Movement, { readonly kind: 'broken' }>;
}

type Refused = { readonly value: unknown; readonly pointers: readonly string[] } | { readonly reason: string };

/** A body that is refused as the service reads it: forms and texts have no types, and defaults are filled in first. */
export function refusedBody({ pair, media, sender, receiver, found }: Narrowing, context: DiffContext): Refused {
  const shown = { value: found.witness, pointers: found.pointers };
  // Items of a sequence are taken as they come.
  const isWhole = receiver.place.schema === media.fresh.schema;
  const journey = isWhole ? requestJourney(pair, media, context) : undefined;
  if (journey === undefined || journey(found.witness) === 'refused') return shown;
  const others = moveOf(sender, withoutDefaulted(receiver), context);
  if (others.kind === 'broken' && journey(others.witness) === 'refused')
    return { value: others.witness, pointers: others.pointers };
  const value = generatedRefusal(pair, media, context);
  if (value !== undefined) return { value, pointers: pointersOf(value, receiver, context) };
  return { reason: 'as it is sent, what was found is taken or cannot be written' };
}

/** A text message that is refused as the service reads it: defaults are filled in first. */
export function refusedMessage(
  { operation, sender, receiver, found }: Omit<Narrowing, 'pair' | 'media'> & { readonly operation: Operation },
  context: DiffContext,
): Refused {
  const { model, schemas } = context.fresh;
  const { schema } = receiver.place;
  const media = { mediaType: 'application/json', schema, encoding: {}, examples: [], source: operation.source };
  const side = { media, contract: model };
  const journey = compileBodyJourney({ ...side, operation, schemas: requestSchemas(operation, media, schemas) }, side);
  if (journey?.(found.witness) === 'refused') return { value: found.witness, pointers: found.pointers };
  const others = moveOf(sender, withoutDefaulted(receiver), context);
  if (others.kind === 'broken' && journey?.(others.witness) === 'refused')
    return { value: others.witness, pointers: others.pointers };
  return { reason: 'what was found is taken once its defaults are filled in' };
}

function pointersOf(value: unknown, { place }: PlacedSchema, { fresh }: DiffContext): readonly string[] {
  return fresh.schemas
    .compile(place)
    .explain(value, mostPointers)
    .map(({ pointer }) => pointer);
}

const mostPointers = 5;

function requestJourney(
  { fresh: operation }: OperationPair,
  media: MediaPair,
  { old, fresh }: DiffContext,
): BodyJourney | undefined {
  const schemas = requestSchemas(operation, media.fresh, fresh.schemas);
  const { whole } = schemas;
  const kind = bodyKind(media.fresh, fresh.model);
  if (kind === 'xml' || kind === 'multipart') return whole && textJourney(whole);
  return compileBodyJourney(
    { operation, media: media.fresh, contract: fresh.model, schemas },
    { media: media.old, contract: old.model },
  );
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** A value that the old contract takes as it is sent, and the new one does not. */
export function generatedRefusal(pair: OperationPair, media: MediaPair, context: DiffContext): unknown {
  const journey = requestJourney(pair, media, context);
  const own = requestJourney(
    { old: pair.old, fresh: pair.old },
    { old: media.old, fresh: media.old },
    { ...context, fresh: context.old },
  );
  if (journey === undefined || own === undefined || media.old.schema === undefined) return undefined;
  const { model, schemas } = context.old;
  const { isValid } = schemas.compile(requestBodyPlace(pair.old, media.old));
  const isRefused = (value: unknown): boolean =>
    isValid(value) && own(value) === 'taken' && journey(value) === 'refused';
  for (const seed of seeds) {
    const value = generateValue(media.old.schema, model, { direction: 'request', seed, isValid: isRefused });
    if (value !== undefined && isRefused(value)) return value;
  }
  return undefined;
}

/** The same schema, in which nothing is required that has a default. */
function withoutDefaulted({ contract, place }: PlacedSchema): PlacedSchema {
  return { contract: relaxedContract(contract), place: { ...place, schema: relaxed(place.schema, contract) } };
}

const known = new WeakMap<ContractSubset, ContractSubset>();

function relaxedContract(contract: ContractSubset): ContractSubset {
  const found = known.get(contract) ?? {
    ...contract,
    schemas: Object.fromEntries(
      Object.entries(contract.schemas).map(([name, schema]) => [name, relaxed(schema, contract)]),
    ),
  };
  known.set(contract, found);
  return found;
}

function relaxed(schema: JsonSchema, { schemas }: ContractSubset): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_key, value) => {
    if (!Array.isArray(value?.required)) return value;
    const properties: Readonly<Record<string, JsonSchema>> = value.properties ?? {};
    const isMissed = (name: string): boolean => defaultOf(properties[name] ?? true, schemas) === undefined;
    return { ...value, required: value.required.filter(isMissed) };
  });
}
