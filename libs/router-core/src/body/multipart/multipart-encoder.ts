import { parseMediaType } from '../media-type.ts';

/** Values → multipart bodies. */
export interface MultipartEncoder<Body> {
  /** True for a value with parts; false for what is multipart already: octets, text, streams. */
  takes(value: unknown): boolean;
  /**
   * `contentType`: with the boundary.
   * @throws TypeError for a value that the contract has no parts for
   */
  encode(value: unknown, contentType: string): Body;
}

/** One part as it is sent: the lines of its header, and what follows. */
export interface EncodedPart<Body> {
  readonly head: readonly string[];
  readonly content: Body;
}

/** What bodies are made of: streams and buffers of Node, or what browsers have. */
export interface PartsPlatform<Body> {
  /** Text, octets, or what a media type makes of a value. */
  encode(mediaType: string, content: unknown): Body;
  join(parts: readonly EncodedPart<Body>[], boundary: string): Body;
  /** The same for parts that are still to come. */
  stream(parts: AsyncIterable<EncodedPart<Body>>, boundary: string): Body;
}

/** With a boundary that nobody can know beforehand, so that no content contains it; one that is there stays. */
export function multipartContentType(contentType: string): string {
  return boundaryOf(contentType) === undefined ? `${contentType}; boundary=brrt-${randomText()}` : contentType;
}

export function boundaryOf(contentType: string): string | undefined {
  return parseMediaType(contentType)?.parameters.boundary;
}

function randomText(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}
