import { compileDefaults } from '@brrt/router-core/body';
import type { PlacedSchema } from '@brrt/router-core/compare';
import { defaultOf } from '@brrt/router-core/params';
import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import { formJourney, type MediaPair, refusedForm } from './compare-encoding.ts';
import { type Movement, moveOf } from './compare-places.ts';
import type { DiffContext, OperationPair } from './diff-context.ts';

interface Narrowing {
  readonly pair: OperationPair;
  readonly media: MediaPair;
  readonly sender: PlacedSchema;
  readonly receiver: PlacedSchema;
  /** What the schemas alone say. */
  readonly found: Extract<Movement, { readonly kind: 'broken' }>;
}

type Refused = { readonly value: unknown; readonly pointers: readonly string[] } | { readonly reason: string };

/** A body that is refused as the service reads it: a form is text, and defaults are filled in before the schema is asked. */
export function refusedBody({ pair, media, sender, receiver, found }: Narrowing, context: DiffContext): Refused {
  const shown = { value: found.witness, pointers: found.pointers };
  const journey = formJourney(pair, media, context);
  if (journey !== undefined) {
    if (journey(found.witness) === 'refused') return shown;
    const value = refusedForm(pair, media, context);
    return value === undefined
      ? { reason: 'as a form, what was found cannot be sent or is taken' }
      : { ...shown, value };
  }
  const { model, schemas } = context.fresh;
  // Items of a sequence are taken as they come.
  const isWhole = receiver.place.schema === media.fresh.schema;
  const fill = isWhole ? compileDefaults(media.fresh.schema, model.schemas) : undefined;
  if (fill === undefined) return shown;
  const { isValid } = schemas.compile(receiver.place);
  const isRefused = (value: unknown): boolean => {
    const filled = structuredClone(value);
    fill(filled);
    return !isValid(filled);
  };
  if (isRefused(found.witness)) return shown;
  const others = moveOf(sender, withoutDefaulted(receiver), context);
  return others.kind === 'broken' && isRefused(others.witness)
    ? { value: others.witness, pointers: others.pointers }
    : { reason: 'a default stands in for what was found to be missing' };
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
