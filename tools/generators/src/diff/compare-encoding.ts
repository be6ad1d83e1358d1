import { bodyKind, matchContentType, mediaKind } from '@brrt/router-core/body';
import type { Encoding, MediaType, ServiceModel } from '@brrt/service-model';
import { collectKeyword } from './collect-keyword.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { generatedRefusal, type MediaPair } from './refused-body.ts';
import { bodyWitness } from './witness.ts';

/** `encoding` of forms and multipart bodies, and how XML is written: what the schemas do not say. */
export function compareEncoding(pair: OperationPair, media: MediaPair, context: DiffContext): readonly FoundChange[] {
  const part = `body ${media.old.mediaType}`;
  const common = {
    direction: 'request',
    part,
    id: 'body-encoding',
    old: media.old.source,
    new: media.fresh.source,
    content: [media.old, media.fresh],
  } as const;
  const lost = lostType(media);
  if (lost !== undefined) {
    const { name, type } = lost;
    const encoding = { ...media.old.encoding, [name]: { ...media.old.encoding[name], headers: [], contentType: type } };
    const witness = bodyWitness(pair.old, { media: { ...media.old, encoding } }, context);
    const text = `${part}: ${name} may no longer be ${type}`;
    return [{ ...common, level: 'breaking', text, ...(witness && { witness }) }];
  }
  if (writingOf(media.old, context.old.model) === writingOf(media.fresh, context.fresh.model)) return [];
  const value = generatedRefusal(pair, media, context);
  const text = `${part} is written in another way`;
  if (value === undefined) {
    return [{ ...common, level: 'unknown', text: `${text}; no value was found that shows a difference` }];
  }
  const witness = bodyWitness(pair.old, { media: media.old, value }, context);
  return [{ ...common, level: 'breaking', text, ...(witness && { witness }) }];
}

const typesOf = ({ contentType }: Pick<Encoding, 'contentType'>): readonly string[] =>
  (contentType ?? '')
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');

/** A media type of a part that is not taken any more. */
function lostType({ old, fresh }: MediaPair): { readonly name: string; readonly type: string } | undefined {
  if (mediaKind(old.mediaType) !== 'multipart') return undefined;
  for (const [name, encoding] of Object.entries(old.encoding)) {
    const taken = Object.hasOwn(fresh.encoding, name) ? typesOf(fresh.encoding[name] ?? {}) : [];
    const type = typesOf(encoding).find((each) => !takes(taken, each));
    if (taken.length > 0 && type !== undefined && !type.includes('*')) return { name, type };
  }
  return undefined;
}

function takes(taken: readonly string[], type: string): boolean {
  return matchContentType(type, taken) !== undefined;
}

/** What is said of how a body is written, without places, descriptions and examples. */
export function writingOf(media: MediaType, model: ServiceModel): string {
  const { encoding, prefixEncoding, itemEncoding, mediaType, schema } = media;
  const kind = mediaKind(mediaType);
  if (bodyKind(media, model) === 'xml') return JSON.stringify([...collectKeyword(schema, 'xml', model)].sort());
  if (kind !== 'form' && kind !== 'multipart') return '';
  return JSON.stringify([sorted(encoding), prefixEncoding, itemEncoding], (key, value) =>
    key === 'source' || key === 'description' || key === 'examples' ? undefined : value,
  );
}

function sorted(map: MediaType['encoding']): unknown {
  return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}
