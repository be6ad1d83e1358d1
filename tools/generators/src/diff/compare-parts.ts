import {
  isStyled,
  kindOfSentPart,
  listFormProperties,
  mediaKind,
  type NamedRule,
  namedRule,
  parseMediaType,
} from '@brrt/router-core/body';
import { shapeOf } from '@brrt/router-core/params';
import type { Encoding, MediaType, ServiceModel } from '@brrt/service-model';
import { comparePartHeaders } from './compare-part-headers.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { listedTypes } from './is-written-alike.ts';
import type { MediaPair } from './request-reading.ts';
import { bodyWitness } from './witness.ts';

/** What `encoding` says of the parts of a multipart body that both contracts name: their media types and headers. */
export function compareParts(pair: OperationPair, media: MediaPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = media;
  const part = `body ${old.mediaType}`;
  const at = { direction: 'request', part, old: old.source, new: fresh.source, content: [old, fresh] } as const;
  return findParts(media, context).map(({ name, level, text, sent }) => {
    const witness = sent && bodyWitness(pair.old, { media: withPart(old, name, sent) }, context);
    return { ...at, id: 'body-encoding', level, text: `${part}: ${text}`, ...(witness && { witness }) };
  });
}

/** Whether the old contract takes the parts that the new one sends. */
export function takesParts({ old, fresh }: MediaPair, context: DiffContext): boolean {
  const back = { ...context, old: context.fresh, fresh: context.old };
  return findParts({ old: fresh, fresh: old }, back).every(({ level }) => level === 'compatible');
}

function findParts(
  { old, fresh }: MediaPair,
  context: DiffContext,
): readonly (PartFinding & { readonly name: string })[] {
  if (mediaKind(old.mediaType) !== 'multipart') return [];
  const [before, after] = [rulesOf(old, context.old.model), rulesOf(fresh, context.fresh.model)];
  return [...before].flatMap(([name, rule]) => {
    const now = after.get(name);
    if (now === undefined || (rule.encoding === undefined && now.encoding === undefined)) return [];
    const types = compareTypes(rule, now);
    const headers = comparePartHeaders({ old: rule, fresh: now }, context);
    return [...(types === undefined ? [] : [types]), ...headers].map((found) => ({ ...found, name }));
  });
}

/** What is found out about a part; `sent`: how one is written that shows it. */
export interface PartFinding {
  readonly level: FoundChange['level'];
  readonly text: string;
  readonly sent?: Partial<Encoding>;
}

type NamedPart = NamedRule & Parameters<typeof kindOfSentPart>[1];

/** Of parts that have a name and no style. */
function rulesOf(media: MediaType, contract: ServiceModel): ReadonlyMap<string, NamedPart> {
  const properties = listFormProperties(media, contract).filter(({ encoding }) => !isStyled(encoding));
  return new Map(
    properties.map(({ name, schema, encoding }) => {
      const rule = namedRule(name, { schema, encoding }, contract);
      const { types } = shapeOf(rule.schema, contract.schemas);
      return [name, { ...rule, mayBeJson: types.has('array') || types.has('object') }];
    }),
  );
}

/** The old body with this part in it. */
function withPart(media: MediaType, name: string, sent: Partial<Encoding>): MediaType {
  const encoding = { ...media.encoding, [name]: { headers: [], ...media.encoding[name], ...sent } };
  return { ...media, encoding, schema: { allOf: [media.schema ?? true, { required: [name] }] } };
}

function compareTypes(old: NamedPart, fresh: NamedPart): PartFinding | undefined {
  const { name } = old;
  // Another kind of value is a matter of the schemas.
  if (old.types.length === 0 && fresh.types.length === 0) return undefined;
  const lost = sentTypes(old, fresh).find((type) => typeof kindOf(type, fresh) !== 'string');
  if (lost !== undefined) {
    const sent = { headers: [], contentType: lost };
    return { level: 'breaking', text: `${name} may no longer be ${lost}`, sent };
  }
  const other = sentTypes(old, fresh).find((type) => kindOf(type, old) !== kindOf(type, fresh));
  if (other !== undefined) return { level: 'unknown', text: `${name}, where it is ${other}, is read in another way` };
  const more = sentTypes(fresh, old).filter((type) => typeof kindOf(type, old) !== 'string');
  return more.length === 0 ? undefined : { level: 'compatible', text: `${name} may be ${more.join(', ')}` };
}

/** What a part becomes; else the media types that are taken. */
function kindOf(type: string, rule: NamedPart): ReturnType<typeof kindOfSentPart> {
  return kindOfSentPart({ contentType: parseMediaType(type), isFile: rule.isOctets }, rule);
}

/** Of all that a sender may say, and of ranges that the receiver does not have, some. */
function sentTypes({ types, kind }: NamedPart, receiver: NamedPart): readonly string[] {
  const stated = types.length > 0 ? types : usualTypes[kind ?? 'any'];
  const ranges = new Set(receiver.types.flatMap((type) => listedTypes(type)));
  return stated.flatMap((type) => {
    if (!type.includes('*')) return [type];
    return ranges.has(type.toLowerCase()) || ranges.has('*/*')
      ? []
      : [type.replace('*/', 'x-other/').replace('*', 'x-other')];
  });
}

/** OpenAPI 3.2 §4.15.1.1; files say of themselves what they are. */
const usualTypes = {
  any: ['application/octet-stream', 'text/plain', 'application/json'],
  binary: ['application/octet-stream', 'application/x-other'],
  json: ['application/json'],
  multipart: ['multipart/mixed'],
  text: ['text/plain'],
} as const;
