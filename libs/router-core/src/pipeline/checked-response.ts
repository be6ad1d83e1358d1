import type { CompiledMediaType } from '../compile/compile-responses.ts';
import type { FlatHeaders } from '../ports/http-message.ts';

/** What `send` needs to know of a checked result. */
export interface CheckedResponse {
  /** Undefined: no body. */
  readonly media: CompiledMediaType | undefined;
  readonly contentType: string | undefined;
  /** That of the result; items that are still to come are checked as they do. */
  readonly body: unknown;
  /** Typed headers of the result in their encoded form. */
  readonly headers: FlatHeaders;
  /** The contract declares an `ETag`: one that the handler left out is made. */
  readonly makesTag: boolean;
}
