import type { Operation, Response } from '@brrt/service-model';

/** What the contract of a safe operation lets happen to its response on the way out. */
export interface CompiledDelivery {
  /** The operation declares 304, or a success that says in which state its resource is. */
  readonly isConditional: boolean;
  /** What 206 declares; undefined where the operation has no such answer. */
  readonly partial: PartialResponse | undefined;
}

export interface PartialResponse {
  readonly mediaTypes: readonly string[];
  /** In lower case. */
  readonly headerNames: ReadonlySet<string>;
  /** In lower case, but for what is made here. */
  readonly requiredHeaders: readonly string[];
  /** `multipart/byteranges` is declared: several ranges are answered too. */
  readonly takesSeveral: boolean;
}

/** Undefined: responses go out as they are. */
export function compileDelivery({ method, responses }: Operation): CompiledDelivery | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const partial = responses.find(({ status }) => status === '206');
  const isConditional = responses.some(
    (response) =>
      response.status === '304' || response.status === '3XX' || (isSuccess(response) && hasValidator(response)),
  );
  if (partial === undefined && !isConditional) return undefined;
  return { isConditional, partial: partial && compilePartial(partial) };
}

function isSuccess({ status }: Response): boolean {
  return status.startsWith('2');
}

function hasValidator({ headers }: Response): boolean {
  return headers.some(({ name }) => /^(?:etag|last-modified)$/i.test(name));
}

const made = ['content-range', 'accept-ranges', 'content-length'];

function compilePartial({ content, headers }: Response): PartialResponse {
  const mediaTypes = content.map(({ mediaType }) => mediaType);
  const names = headers.map(({ name, required }) => ({ name: name.toLowerCase(), required }));
  return {
    mediaTypes,
    headerNames: new Set(names.map(({ name }) => name)),
    requiredHeaders: names.filter(({ name, required }) => required && !made.includes(name)).map(({ name }) => name),
    takesSeveral: mediaTypes.some((mediaType) => /^multipart\/byteranges\b/i.test(mediaType)),
  };
}
