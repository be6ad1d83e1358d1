/** A part of a longer list. */
export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** On all pages together. */
  readonly total: number;
}
