import type { ContractSubset, JsonSchema, MediaType } from '@brrt/service-model';
import { shapeOf, wireKindOf } from '../../params/value-shape.ts';
import { hasType, resolveSchema } from '../../schema/resolve-schema.ts';
import { isJsonTextSequence, mediaKind } from '../media-kind.ts';

/** How the items of a sequential media type stand one behind the other. */
export type SequenceFormat = 'lines' | 'records' | 'events';

/** What a contract says of a sequential body (OpenAPI 3.2 §4.14.3). */
export interface SequencePlan {
  /** The field that describes one item; undefined: anything. */
  readonly item: 'itemSchema' | 'schema' | undefined;
  /** `schema` speaks about the complete array: it has to be there as a whole before anybody can say whether it is valid. */
  readonly isWhole: boolean;
}

/**
 * `itemSchema` is for each item and `schema` for the array of all. Before OpenAPI 3.2 contracts had only `schema`: one that
 * takes objects alone is about a line, one for strings says that the body is text. That of an event stream was never about an
 * event as it is sent.
 */
export function sequencePlan(media: MediaType, contract: Pick<ContractSubset, 'schemas'>): SequencePlan {
  const { schema, itemSchema } = media;
  const item = itemSchema === undefined ? undefined : 'itemSchema';
  if (schema === undefined) return { item, isWhole: false };
  const kind = wireKindOf(shapeOf(schema, contract.schemas));
  const isText = hasType(resolveSchema(schema, contract), 'string');
  if (kind !== 'array' && (isText || mediaKind(media.mediaType) === 'events')) return { item, isWhole: false };
  return item === undefined && kind === 'object' ? { item: 'schema', isWhole: false } : { item, isWhole: true };
}

/** The schema of one item as the plan finds it. */
export function itemSchemaOf(media: MediaType, { item }: SequencePlan): JsonSchema | undefined {
  return item === undefined ? undefined : media[item];
}

export function sequenceFormat(mediaType: string): SequenceFormat {
  if (mediaKind(mediaType) === 'events') return 'events';
  return isJsonTextSequence(mediaType) ? 'records' : 'lines';
}
