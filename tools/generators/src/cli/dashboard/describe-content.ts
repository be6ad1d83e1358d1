import type { ContentInfo, JsonSchema, NamedExample } from '@brrt/dashboard';
import { bodyKind, isMediaRange, type MediaKind } from '@brrt/router-core/body';
import { type ListedExample, listContentExamples } from '@brrt/router-core/examples';
import type { SchemaPlace } from '@brrt/router-core/ports';
import type { MediaType } from '@brrt/service-model';
import { bundledSchema } from './bundle-schemas.ts';
import type { LoadedContract } from './loaded-contract.ts';

/** Where the schemas of a media type stand. */
export interface ContentPlaces {
  readonly bodyPlace: SchemaPlace;
  readonly itemPlace: SchemaPlace;
}

const kinds: Readonly<Record<MediaKind, ContentInfo['kind']>> = {
  json: 'json',
  sequence: 'stream',
  events: 'stream',
  form: 'form',
  multipart: 'multipart',
  xml: 'xml',
  text: 'text',
  binary: 'binary',
};

/** One media type of a body: what a form for it is made of. */
export function describeContent(
  media: MediaType,
  { model, schemas }: Pick<LoadedContract, 'model' | 'schemas'>,
  places: ContentPlaces,
): ContentInfo {
  const kind = isMediaRange(media.mediaType) ? 'binary' : kinds[bodyKind(media, model)];
  const schema = kind === 'stream' ? (media.itemSchema ?? media.schema) : media.schema;
  const examples = listContentExamples(media, { contract: model, schemas, ...places });
  return {
    mediaType: media.mediaType,
    ...(schema !== undefined && { schema: bundledSchema(schema) satisfies JsonSchema }),
    kind,
    examples: examples.map(namedExample),
  };
}

/** What JSON cannot carry, in the form that a call takes. */
export function namedExample(example: ListedExample): NamedExample {
  const { value } = example;
  if (!(value instanceof Uint8Array)) return example;
  return { ...example, value: { $base64: Buffer.from(value).toString('base64') } };
}
