import { randomUUID } from 'node:crypto';
import type { Encoded } from '../encode-body.ts';
import { parseMediaType } from '../media-type.ts';

/** Values → multipart bodies. */
export interface MultipartEncoder {
  /** True for a value with parts; false for what is multipart already: octets, text, streams. */
  takes(value: unknown): boolean;
  /**
   * `contentType`: with the boundary.
   * @throws TypeError for a value that the contract has no parts for
   */
  encode(value: unknown, contentType: string): Encoded;
}

/** With a boundary that nobody can know beforehand, so that no content contains it; one that is there stays. */
export function multipartContentType(contentType: string): string {
  return boundaryOf(contentType) === undefined ? `${contentType}; boundary=brrt-${randomUUID()}` : contentType;
}

export function boundaryOf(contentType: string): string | undefined {
  return parseMediaType(contentType)?.parameters.boundary;
}
