/** One failed keyword at one place of a value. */
export interface SchemaError {
  /** RFC 6901 */
  readonly instancePath: string;
  readonly keyword: string;
  /** What `describe-error.ts` makes a sentence of. */
  readonly params: Readonly<Record<string, unknown>>;
}
