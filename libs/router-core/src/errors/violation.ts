import type { ParameterPlace } from '@brrt/service-model';

/** One place where a message breaks the contract; a row of `errors` in the problem document. */
export interface Violation {
  readonly in: ParameterPlace | 'body' | 'message';
  /** RFC 6901: `/limit` for a parameter, into the value for a body. */
  readonly pointer: string;
  /** Keyword of JSON Schema, or `style`, `required`, `unknown`, `encoding`, `parse` for what happens before a schema is asked. */
  readonly keyword: string;
  /** Says what is expected. Never contains the offending value. */
  readonly detail: string;
}
