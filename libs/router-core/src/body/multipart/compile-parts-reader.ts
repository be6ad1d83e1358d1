import type { ContractSubset, MediaType } from '@brrt/service-model';
import { defaultBodyLimits } from '../body-limits.ts';
import type { ContentSchemas } from '../content-schemas.ts';
import { parseMediaType } from '../media-type.ts';
import { compilePartsPlan } from './compile-multipart.ts';
import { multipartPlan } from './multipart-plan.ts';

export interface PartsReaderContext {
  readonly media: MediaType;
  readonly contract: Pick<ContractSubset, 'schemas'>;
  /** Undefined: parts are decoded and not checked. */
  readonly schemas: ContentSchemas | undefined;
  /** Octets of the whole body, or of one item, which are held in memory. */
  readonly maxBytes: number;
}

/** Octets of a multipart body → value. Fails with the HttpErrors of requests. */
export interface PartsReader {
  /** An async iterable of items comes out; else a promise of the whole value. */
  readonly isItems: boolean;
  read(octets: AsyncIterable<Buffer>, contentType: string): unknown;
}

/** The decoder of requests for those who receive answers: nothing is filled in, no file is made. Undefined: there are no parts. */
export function compilePartsReader({
  media,
  contract,
  schemas,
  maxBytes,
}: PartsReaderContext): PartsReader | undefined {
  const limits = {
    ...defaultBodyLimits,
    maxBytes,
    maxItemBytes: maxBytes,
    maxParts: defaultBodyLimits.maxKeys,
    maxPartBytes: maxBytes,
    maxFieldBytes: maxBytes,
    spoolBytes: maxBytes,
    spoolDirectory: '',
    contentCodings: [],
  };
  const context = {
    media,
    contract,
    schemas: schemas ?? unchecked,
    mayLoseDigits: schemas === undefined,
    limits,
    accepted: [],
    fillsDefaults: false,
  };
  const read = compilePartsPlan(context, media.mediaType);
  if (read === undefined) return undefined;
  return {
    isItems: multipartPlan(media, contract) === 'items',
    read: (octets, contentType) =>
      read({ octets, boundary: parseMediaType(contentType)?.parameters.boundary }, noResources),
  };
}

const anything = { isValid: () => true, explain: () => [] };
const unchecked: ContentSchemas = { whole: undefined, item: undefined, partHeader: () => anything };
// Everything stays in memory.
const noResources = { defer() {} };
