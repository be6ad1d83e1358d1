import { bodyKind, compileBodyCheck, requestSchemas } from '@brrt/router-core/body';
import { type BodyReading, compileBodyReading } from '@brrt/router-core/examples';
import type { MediaType } from '@brrt/service-model';
import type { DiffContext, OperationPair } from './diff-context.ts';
import { textReading } from './text-reading.ts';
import { xmlReading } from './xml-reading.ts';

/** One media type in both revisions. */
export interface MediaPair {
  readonly old: MediaType;
  readonly fresh: MediaType;
}

/** What the new contract makes of a body that is written as the old one says; undefined: that is not known. */
export function requestReading(
  { fresh: operation }: OperationPair,
  media: MediaPair,
  { old, fresh }: DiffContext,
): BodyReading | undefined {
  const schemas = requestSchemas(operation, media.fresh, fresh.schemas);
  const receiver = { operation, media: media.fresh, contract: fresh.model, schemas };
  const sender = { media: media.old, contract: old.model };
  const [sent, taken] = [bodyKind(media.old, old.model), bodyKind(media.fresh, fresh.model)];
  if (taken === 'xml' && sent === 'xml') return xmlReading(sender, receiver, compileBodyCheck(receiver));
  if (taken === 'xml' || taken === 'multipart') return schemas.whole && textReading(schemas.whole);
  return compileBodyReading(receiver, sender);
}

/** The same of the old contract alone. */
export function ownReading({ old }: OperationPair, media: MediaPair, context: DiffContext): BodyReading | undefined {
  return requestReading({ old, fresh: old }, { old: media.old, fresh: media.old }, { ...context, fresh: context.old });
}
