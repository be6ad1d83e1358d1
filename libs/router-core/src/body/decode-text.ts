import { isAscii } from 'node:buffer';
import { MalformedRequestError, UnsupportedMediaTypeError } from '../errors/request-errors.ts';
import { decodeUtf8 } from './decode-json.ts';
import type { ParsedMediaType } from './media-type.ts';

/** True when `charset` is left out or names UTF-8. */
export function isUtf8Charset(sent: ParsedMediaType): boolean {
  const charset = sent.parameters.charset?.toLowerCase();
  return charset === undefined || charset === 'utf-8' || charset === 'utf8';
}

/**
 * @throws UnsupportedMediaTypeError for a charset other than UTF-8: JSON and forms have no other (RFC 8259 §8.1)
 */
export function requireUtf8(sent: ParsedMediaType, accepted: readonly string[]): void {
  if (!isUtf8Charset(sent)) throw new UnsupportedMediaTypeError('The charset of the body has to be utf-8', accepted);
}

/**
 * Octets of a `text/*` type → string: UTF-8 unless `charset` says `us-ascii` or `iso-8859-1`.
 * @throws UnsupportedMediaTypeError for other charsets
 * @throws MalformedRequestError when the octets are not of that charset
 */
export function decodeText(octets: Buffer, sent: ParsedMediaType, accepted: readonly string[]): string {
  if (isUtf8Charset(sent)) return decodeUtf8(octets);
  const charset = sent.parameters.charset?.toLowerCase();
  if (charset === 'iso-8859-1') return octets.toString('latin1');
  if (charset !== 'us-ascii') {
    throw new UnsupportedMediaTypeError('The charset of the body has to be utf-8, us-ascii or iso-8859-1', accepted);
  }
  if (!isAscii(octets)) throw new MalformedRequestError('The body has octets that are not us-ascii');
  return octets.toString('latin1');
}
