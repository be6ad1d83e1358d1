import { tmpdir } from 'node:os';
import type { Extensions, Operation } from '@brrt/service-model';
import type { ContentCoding } from '../coding/content-coding.ts';

/** Bounds of one request body. What is left out has the default of `defaultBodyLimits`. */
export interface BodyLimits {
  /** Octets of the whole body; `x-brrtrouter-body-size-bytes` on an operation or its request schema wins. */
  readonly maxBytes?: number | undefined;
  /** Nested arrays and objects of a JSON text. */
  readonly maxDepth?: number | undefined;
  /** Members of one object of a JSON text, or pairs of a form. */
  readonly maxKeys?: number | undefined;
  /** Octets of one item of a sequential body, which has to be in memory. */
  readonly maxItemBytes?: number | undefined;
  /** Parts of a multipart body. */
  readonly maxParts?: number | undefined;
  /** Octets of one file of a multipart body; as `maxBytes` when left out. */
  readonly maxPartBytes?: number | undefined;
  /** Octets of all parts of a multipart body that are no files, together: they are held in memory. */
  readonly maxFieldBytes?: number | undefined;
  /** Octets of the header of one part. */
  readonly maxPartHeaderBytes?: number | undefined;
  /** Octets of a file of a multipart body that stay in memory; what is larger goes to a temporary file. */
  readonly spoolBytes?: number | undefined;
  /** Where temporary files are made; that of the system when left out. */
  readonly spoolDirectory?: string | undefined;
  /** Octets of the name of one part or form field. */
  readonly maxFieldNameBytes?: number | undefined;
  /** Content codings that the body may come in. None when left out. */
  readonly contentCodings?: readonly ContentCoding[] | undefined;
}

/** `BodyLimits` of one operation with every default filled in. */
export interface EffectiveBodyLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxKeys: number;
  readonly maxItemBytes: number;
  readonly maxParts: number;
  readonly maxPartBytes: number;
  readonly maxFieldBytes: number;
  readonly maxPartHeaderBytes: number;
  readonly spoolBytes: number;
  readonly spoolDirectory: string;
  readonly maxFieldNameBytes: number;
  readonly contentCodings: readonly ContentCoding[];
}

export const defaultBodyLimits = {
  maxBytes: 1_048_576,
  maxDepth: 64,
  maxKeys: 10_000,
  maxItemBytes: 1_048_576,
  maxParts: 100,
  maxFieldBytes: 1_048_576,
  maxPartHeaderBytes: 16_384,
  spoolBytes: 65_536,
  maxFieldNameBytes: 200,
} as const;

const sizeExtension = 'x-brrtrouter-body-size-bytes';

/** The bounds in force for one operation. */
export function bodyLimitsOf(operation: Operation, limits: BodyLimits): EffectiveBodyLimits {
  const maxBytes = declaredBytes(operation) ?? limits.maxBytes ?? defaultBodyLimits.maxBytes;
  return {
    maxBytes,
    maxDepth: limits.maxDepth ?? defaultBodyLimits.maxDepth,
    maxKeys: limits.maxKeys ?? defaultBodyLimits.maxKeys,
    maxItemBytes: Math.min(maxBytes, limits.maxItemBytes ?? defaultBodyLimits.maxItemBytes),
    maxParts: limits.maxParts ?? defaultBodyLimits.maxParts,
    maxPartBytes: Math.min(maxBytes, limits.maxPartBytes ?? maxBytes),
    maxFieldBytes: limits.maxFieldBytes ?? defaultBodyLimits.maxFieldBytes,
    maxPartHeaderBytes: limits.maxPartHeaderBytes ?? defaultBodyLimits.maxPartHeaderBytes,
    spoolBytes: limits.spoolBytes ?? defaultBodyLimits.spoolBytes,
    spoolDirectory: limits.spoolDirectory ?? tmpdir(),
    maxFieldNameBytes: limits.maxFieldNameBytes ?? defaultBodyLimits.maxFieldNameBytes,
    contentCodings: limits.contentCodings ?? [],
  };
}

function declaredBytes(operation: Operation): number | undefined {
  const onOperation = byteCount(operation.extensions);
  if (onOperation !== undefined) return onOperation;
  for (const { schema } of operation.requestBody?.content ?? []) {
    const onSchema = typeof schema === 'object' ? byteCount(schema) : undefined;
    if (onSchema !== undefined) return onSchema;
  }
  return undefined;
}

function byteCount(extensions: Extensions): number | undefined {
  const value = Object.hasOwn(extensions, sizeExtension) ? extensions[sizeExtension] : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
