import type { ContractSubset, MediaType, Operation } from '@brrt/service-model';
import { compileContentEncoder, mediaKind } from '../body/index.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { requestBodyPlace, requestItemPlace } from '../schema/schema-places.ts';
import { encodeParts } from './encode-parts.ts';
import { compileContent } from './example-content.ts';
import { generateValue } from './generate-value.ts';

/** The body of a request as it is sent. */
export interface RequestContent {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

interface ContentOptions {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  readonly seed: number | undefined;
}

/** A body in the first media type that has one: by example, else generated. Undefined: the contract gives none. */
export function generateRequestContent(operation: Operation, options: ContentOptions): RequestContent | undefined {
  for (const media of operation.requestBody?.content ?? []) {
    const content =
      mediaKind(media.mediaType) === 'multipart'
        ? generateMultipart(operation, media, options)
        : generateContent(operation, media, options);
    if (content !== undefined) return content;
  }
  return undefined;
}

function generateContent(
  operation: Operation,
  media: MediaType,
  { contract, schemas, seed }: ContentOptions,
): RequestContent | undefined {
  const content = compileContent(media, {
    contract,
    schemas,
    bodyPlace: requestBodyPlace(operation, media),
    itemPlace: requestItemPlace(operation, media),
  });
  const chosen = content.choose(seed === undefined ? {} : { seed });
  if (chosen === undefined) return undefined;
  const body = chosen.text ?? compileContentEncoder(media, contract)(chosen.body, content.contentType);
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  return isWhole ? { contentType: content.contentType, body } : undefined;
}

function generateMultipart(
  operation: Operation,
  media: MediaType,
  { contract, schemas, seed }: ContentOptions,
): RequestContent | undefined {
  const { isValid } = schemas.compile(requestBodyPlace(operation, media));
  const shown = media.examples.find(({ value }) => value !== undefined && isValid(value))?.value;
  const value =
    shown ??
    generateValue(media.schema ?? true, contract, {
      direction: 'request',
      isValid,
      ...(seed !== undefined && { seed }),
    });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return encodeParts(media, value, contract);
}
