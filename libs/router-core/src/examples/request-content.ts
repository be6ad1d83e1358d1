import type { ContractSubset, MediaType, Operation } from '@brrt/service-model';
import { compileContentEncoder, mediaKind } from '../body/index.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { requestBodyPlace, requestItemPlace, requestPartHeaderPlace } from '../schema/schema-places.ts';
import { compileContent } from './example-content.ts';
import { compileSendable } from './sample-parts.ts';

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

// RFC 2046 §5.1.1: what no generated content contains.
const boundary = 'brrt-0d1f6f2c4b7e4a58';

/** A body in the first media type that has one: by example, else generated. Undefined: the contract gives none. */
export function generateRequestContent(operation: Operation, options: ContentOptions): RequestContent | undefined {
  for (const media of operation.requestBody?.content ?? []) {
    const content = generateContent(operation, media, options);
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
  const send = compileSendable(media, {
    contract,
    schemas,
    partHeaderPlace: (path, header) => requestPartHeaderPlace({ operation, media, path }, header),
  });
  const isMultipart = mediaKind(content.contentType) === 'multipart';
  const contentType = isMultipart ? `${content.contentType}; boundary=${boundary}` : content.contentType;
  const body = chosen.text ?? compileContentEncoder(media, contract)(send(chosen), contentType);
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  return isWhole ? { contentType, body } : undefined;
}
