import { requestSchemas } from '@brrt/router-core/body';
import type { PlacedSchema } from '@brrt/router-core/compare';
import { compileBodyReading, generateValue } from '@brrt/router-core/examples';
import { defaultOf } from '@brrt/router-core/params';
import { requestBodyPlace } from '@brrt/router-core/schema';
import type { ContractSubset, JsonSchema, Operation } from '@brrt/service-model';
import { changedDefaults } from './compare-defaults.ts';
import { type Movement, moveOf } from './compare-places.ts';
import type { DiffContext, OperationPair } from './diff-context.ts';
import { isSameText } from './is-same-text.ts';
import { type MediaPair, ownReading, requestReading } from './request-reading.ts';

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
  const read = isWhole ? requestReading(pair, media, context) : undefined;
  if (read === undefined || read(found.witness) === 'refused') return shown;
  const others = moveOf(sender, withoutDefaulted(receiver), context);
  if (others.kind === 'broken' && read(others.witness) === 'refused')
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
  const read = compileBodyReading({ ...side, operation, schemas: requestSchemas(operation, media, schemas) }, side);
  if (read?.(found.witness) === 'refused') return { value: found.witness, pointers: found.pointers };
  const others = moveOf(sender, withoutDefaulted(receiver), context);
  if (others.kind === 'broken' && read?.(others.witness) === 'refused')
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

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** A value that the old contract takes as it is sent, and the new one does not. */
export function generatedRefusal(pair: OperationPair, media: MediaPair, context: DiffContext): unknown {
  const [read, own] = [requestReading(pair, media, context), ownReading(pair, media, context)];
  if (read === undefined || own === undefined) return undefined;
  return generatedBody(pair, media, context, (value) => typeof own(value) === 'object' && read(value) === 'refused');
}

/** The same, or one that the new contract takes for another value. */
export function generatedLoss(pair: OperationPair, media: MediaPair, context: DiffContext): unknown {
  const [read, own] = [requestReading(pair, media, context), ownReading(pair, media, context)];
  if (read === undefined || own === undefined) return undefined;
  // What is filled in is another change.
  const isFilled = changedDefaults({ old: media.old.schema, fresh: media.fresh.schema }, context).length > 0;
  return generatedBody(pair, media, context, (value) => {
    const [meant, now] = [own(value), read(value)];
    if (typeof meant !== 'object') return false;
    return now === 'refused' || (typeof now === 'object' && !isFilled && !isSameText(now.value, meant.value));
  });
}

function generatedBody(
  pair: OperationPair,
  { old: media }: MediaPair,
  { old: { model, schemas } }: DiffContext,
  isWanted: (value: unknown) => boolean,
): unknown {
  if (media.schema === undefined) return undefined;
  const check = schemas.compile(requestBodyPlace(pair.old, media));
  const isValid = (value: unknown): boolean => check.isValid(value) && isWanted(value);
  for (const seed of seeds) {
    const value = generateValue(media.schema, model, { direction: 'request', seed, isValid });
    if (value !== undefined && isValid(value)) return value;
    const usual = generateValue(media.schema, model, { direction: 'request', seed, isValid: check.isValid });
    const longer = withLongerLists(usual);
    if (longer !== undefined && isValid(longer)) return longer;
  }
  return undefined;
}

/** Lists of one element are often written alike. */
function withLongerLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    Array.isArray(member) ? [...member, ...member] : member,
  ]);
  return Object.fromEntries(members);
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
