import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** Content codings of HTTP that this platform knows (RFC 9110 §8.4.1, RFC 7932, RFC 8878). */
export const contentCodings = ['br', 'zstd', 'gzip', 'deflate'] as const;

export type ContentCoding = (typeof contentCodings)[number];

/** Those that responses are sent in; `deflate` means two different things to clients. */
export const responseCodings = ['br', 'zstd', 'gzip'] as const;

export type ResponseCoding = (typeof responseCodings)[number];

export interface Compression {
  /** From 0 to 9, as of gzip; the others have the level of like cost. */
  readonly level: number;
}

/** A stream that gives what it was given, decoded. */
export function createDecoder(coding: ContentCoding): Transform {
  return decoders[coding]();
}

const decoders: Readonly<Record<ContentCoding, () => Transform>> = {
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress(),
  gzip: () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
};

/** A stream that gives what it was given, encoded; each piece can be read as soon as it is there. */
export function createEncoder(coding: ResponseCoding, compression: Compression): Transform {
  return encoders[coding](compression);
}

const { constants } = zlib;

const encoders: Readonly<Record<ResponseCoding, (compression: Compression) => Transform>> = {
  br: (compression) => zlib.createBrotliCompress({ ...brotli(compression), flush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: (compression) => zlib.createZstdCompress({ ...zstd(compression), flush: constants.ZSTD_e_flush }),
  gzip: (compression) => zlib.createGzip({ ...compression, flush: constants.Z_SYNC_FLUSH }),
};

const whole = {
  br: promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliCompress),
  zstd: promisify<zlib.InputType, zlib.ZstdOptions, Buffer>(zlib.zstdCompress),
  gzip: promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gzip),
};

/** Octets that are there as a whole, encoded. */
export function encodeOctets(coding: ResponseCoding, octets: Uint8Array, compression: Compression): Promise<Buffer> {
  switch (coding) {
    case 'br':
      return whole.br(octets, brotli(compression, octets.length));
    case 'zstd':
      return whole.zstd(octets, zstd(compression));
    case 'gzip':
      return whole.gzip(octets, compression);
  }
}

function brotli({ level }: Compression, size = 0): zlib.BrotliOptions {
  return {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: Math.round((level * 2) / 3),
      [constants.BROTLI_PARAM_SIZE_HINT]: size,
    },
  };
}

function zstd({ level }: Compression): zlib.ZstdOptions {
  return { params: { [constants.ZSTD_c_compressionLevel]: Math.max(1, Math.round(level / 2)) } };
}

const plain = {
  br: promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
  zstd: promisify<zlib.InputType, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress),
  gzip: promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  deflate: promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflate),
};

/** Octets that are there as a whole, decoded. Rejects when they are something else, or come to more than `maxBytes`. */
export function decodeOctets(coding: ContentCoding, octets: Uint8Array, maxBytes: number): Promise<Buffer> {
  return plain[coding](octets, { maxOutputLength: maxBytes });
}

/** As `Content-Encoding` says it; undefined for one that is not known here. */
export function contentCodingOf(name: string): ContentCoding | undefined {
  const known = name.trim().toLowerCase();
  return contentCodings.find((coding) => coding === (known === 'x-gzip' ? 'gzip' : known));
}
