import type { CompiledMediaType } from '../compile/compile-responses.ts';
import type { FlatHeaders } from '../ports/http-message.ts';

/** What `send` needs to know of a checked result. */
export interface CheckedResponse {
  /** Undefined: no body. */
  readonly media: CompiledMediaType | undefined;
  readonly contentType: string | undefined;
  /** Typed headers of the result in their encoded form. */
  readonly headers: FlatHeaders;
}
