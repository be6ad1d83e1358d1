import { Readable } from 'node:stream';
import type { Operation } from '@brrt/service-model';
import type { BodySource } from '../ports/http-message.ts';
import type { Resources } from './body-decoder.ts';
import { absentBody } from './check-body.ts';
import { type BodyContext, type BodyReader, type Content, compileBodyChoice } from './compile-body-reader.ts';
import type { MediaKind } from './media-kind.ts';
import { compileUpload, UploadBody } from './upload-body.ts';

/** Known by their parts, which the service that they are passed on to reads: nobody here waits for the whole. */
const streamedKinds: ReadonlySet<MediaKind> = new Set(['binary', 'multipart', 'sequence', 'events']);

/**
 * Reads bodies that are passed on: the value is the octets as they came, content coding included. What fits in memory is checked
 * as for a handler; of what is streamed the media type and the size are.
 */
export function compilePassedBody(operation: Operation, context: BodyContext): BodyReader {
  const body = operation.requestBody;
  if (body === undefined || body.content.length === 0) return { read: () => undefined };
  const { contract } = context;
  const { limits, hasBody, select, decoded } = compileBodyChoice(operation, { ...context, body, mayLoseDigits: true });
  const uploads = new Map(
    body.content.map((media) => [media.mediaType, compileUpload(media, contract, limits.maxBytes)]),
  );
  const codedLimits = { maxBytes: limits.maxBytes, minLength: undefined, maxLength: undefined };
  const check = async (source: BodySource, { decode, sent }: Content, resources: Resources): Promise<void> => {
    await decode(source, sent, resources);
  };
  return {
    read(request, resources) {
      if (!hasBody(request)) {
        if (body.required) throw absentBody();
        return undefined;
      }
      const content = select(request);
      const { headers, body: source } = request;
      const isPlain = decoded(request) === source;
      if (streamedKinds.has(content.kind)) {
        const upload = isPlain ? uploads.get(content.declared) : undefined;
        return upload?.(source, content.sent) ?? new UploadBody(content.sent.text, source, codedLimits);
      }
      return source.read(limits.maxBytes).then(async (octets) => {
        await check(decoded({ headers, body: heldBody(octets) }), content, resources);
        return octets.length === 0 ? undefined : octets;
      });
    },
  };
}

function heldBody(octets: Buffer): BodySource {
  return {
    present: true,
    length: octets.length,
    read: async () => octets,
    stream: () => Readable.from([octets]),
    discard() {},
  };
}
