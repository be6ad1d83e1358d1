import { randomBytes } from 'node:crypto';
import { concreteMediaType, encodeBody, mediaKind } from '@brrt/router-core/body';
import { generateValue } from '@brrt/router-core/examples';
import { requestBodyPlace, requestItemPlace } from '@brrt/router-core/schema';
import type { JsonSchema, MediaType, Operation } from '@brrt/service-model';
import { multipartBody } from './multipart-body.ts';
import type { CallableContract } from './request-values.ts';

export interface RequestBody {
  readonly contentType: string;
  readonly octets: Buffer;
  /** What was encoded, where a schema speaks about it. */
  readonly value?: unknown;
}

/** A valid body in one media type of an operation; undefined when none could be made. */
export async function requestBody(
  contract: CallableContract,
  operation: Operation,
  media: MediaType,
): Promise<RequestBody | undefined> {
  const contentType = concreteMediaType(media.mediaType);
  switch (mediaKind(contentType)) {
    case 'json':
    case 'form': {
      const value = bodyValue(contract, operation, media);
      return value === undefined ? undefined : { contentType, octets: encoded(contentType, value), value };
    }
    case 'sequence':
    case 'events':
      return sequenceBody(contract, operation, media);
    case 'multipart': {
      const value = bodyValue(contract, operation, media) ?? {};
      return multipartBody(contentType, { value, media, schemas: contract.model.schemas });
    }
    case 'text':
      return { contentType, octets: encoded(contentType, textValue(contract, operation, media)) };
    case 'binary':
      return { contentType, octets: randomBytes(64) };
  }
}

function encoded(mediaType: string, value: unknown): Buffer {
  const octets = encodeBody(mediaType, value);
  if (typeof octets === 'string' || octets instanceof Uint8Array) return Buffer.from(octets);
  throw new TypeError(`A body of ${mediaType} was encoded as a stream`);
}

function bodyValue(contract: CallableContract, operation: Operation, media: MediaType): unknown {
  const { isValid } = contract.schemas.compile(requestBodyPlace(operation, media));
  for (const { value } of media.examples) if (value !== undefined && isValid(value)) return value;
  return generated(contract, media.schema ?? true, isValid);
}

function generated({ model }: CallableContract, schema: JsonSchema, isValid: (value: unknown) => boolean): unknown {
  return generateValue(schema, model, { direction: 'request', isValid });
}

function sequenceBody(contract: CallableContract, operation: Operation, media: MediaType): RequestBody | undefined {
  const contentType = concreteMediaType(media.mediaType);
  if (media.itemSchema === undefined) {
    const value = bodyValue(contract, operation, media);
    if (value === undefined) return undefined;
    return { contentType, octets: encoded(contentType, Array.isArray(value) ? value : [value]) };
  }
  const { isValid } = contract.schemas.compile(requestItemPlace(operation, media));
  const item = generated(contract, media.itemSchema, isValid);
  return item === undefined ? undefined : { contentType, octets: encoded(contentType, [item, item]) };
}

/** What a schema for anything else than strings says of XML or YAML is not about the text. */
function textValue(contract: CallableContract, operation: Operation, media: MediaType): string {
  const value = bodyValue(contract, operation, media);
  if (typeof value === 'string') return value;
  return /xml/i.test(media.mediaType) ? '<?xml version="1.0" encoding="UTF-8"?><example/>' : 'example';
}
