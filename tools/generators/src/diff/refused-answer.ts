import { ResponseValidationError } from '@brrt/router-core';
import { bodyKind } from '@brrt/router-core/body';
import type { PlacedSchema } from '@brrt/router-core/compare';
import { type BodyReading, generateValue } from '@brrt/router-core/examples';
import type { CompiledSchema } from '@brrt/router-core/ports';
import type { MediaType } from '@brrt/service-model';
import type { Movement } from './compare-places.ts';
import type { DiffContext } from './diff-context.ts';
import { textReading } from './text-reading.ts';
import { xmlReading } from './xml-reading.ts';

interface Widening {
  /** By which readers of the old contract know it. */
  readonly known: MediaType;
  readonly sent: MediaType;
  readonly sender: PlacedSchema;
  readonly receiver: PlacedSchema;
  /** What the schemas alone say. */
  readonly found: Extract<Movement, { readonly kind: 'broken' }>;
}

interface Refused {
  readonly value: unknown;
  readonly pointers: readonly string[];
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const mostPointers = 5;

/** A body of a response that readers of the old contract refuse as they read it; undefined: none is known. */
export function refusedAnswer(
  { known, sent, sender, receiver, found }: Widening,
  context: DiffContext,
): Refused | undefined {
  const { old, fresh } = context;
  const kind = bodyKind(known, old.model);
  const shown = { value: found.witness, pointers: found.pointers };
  if (kind !== 'xml' && kind !== 'text' && kind !== 'multipart') return shown;
  const check = old.schemas.compile(receiver.place);
  const isXml = kind === 'xml' && bodyKind(sent, fresh.model) === 'xml';
  const read = isXml ? answerReading({ known, sent }, check, context) : textReading(check);
  if (read(found.witness) === 'refused') return shown;
  const { isValid } = fresh.schemas.compile(sender.place);
  const isRefused = (value: unknown): boolean => isValid(value) && read(value) === 'refused';
  for (const seed of seeds) {
    const value = generateValue(sender.place.schema, fresh.model, { direction: 'response', seed, isValid: isRefused });
    if (value === undefined || !isRefused(value)) continue;
    return { value, pointers: check.explain(value, mostPointers).map(({ pointer }) => pointer) };
  }
  return undefined;
}

/** What readers of the old contract make of XML that is written by the new one. */
export function answerReading(
  { known, sent }: Pick<Widening, 'known' | 'sent'>,
  { isValid, explain }: CompiledSchema,
  { old, fresh }: DiffContext,
): BodyReading {
  const check = (value: unknown): unknown => {
    if (isValid(value)) return value;
    throw new ResponseValidationError(200, explain(value, mostPointers));
  };
  return xmlReading({ media: sent, contract: fresh.model }, { media: known, contract: old.model }, check);
}
