import { compareParts } from './compare-parts.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { isWrittenAlike } from './is-written-alike.ts';
import { generatedLoss } from './refused-body.ts';
import type { MediaPair } from './request-reading.ts';
import { bodyWitness } from './witness.ts';

/** `encoding` of forms and multipart bodies, and how XML is written: what the schemas do not say. */
export function compareEncoding(pair: OperationPair, media: MediaPair, context: DiffContext): readonly FoundChange[] {
  const parts = compareParts(pair, media, context);
  if (parts.length > 0) return parts;
  const { old, fresh } = media;
  const sides = [
    { media: old, contract: context.old.model },
    { media: fresh, contract: context.fresh.model },
  ] as const;
  if (isWrittenAlike(...sides)) return [];
  const part = `body ${old.mediaType}`;
  const at = { direction: 'request', part, old: old.source, new: fresh.source, content: [old, fresh] } as const;
  const common = { ...at, id: 'body-encoding' } as const;
  const value = generatedLoss(pair, media, context);
  const text = `${part} is written in another way`;
  if (value === undefined) {
    return [{ ...common, level: 'unknown', text: `${text}; no value was found that shows a difference` }];
  }
  const witness = bodyWitness(pair.old, { media: old, value }, context);
  return [{ ...common, level: 'breaking', text, ...(witness && { witness }) }];
}
