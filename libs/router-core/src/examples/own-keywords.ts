/** Keywords of our own in merged schemas: what cannot be said in those of JSON Schema. */
export const ownKeywords = {
  patterns: 'x-brrt-patterns',
  formats: 'x-brrt-formats',
  refusedPatterns: 'x-brrt-refused-patterns',
  refusedFormats: 'x-brrt-refused-formats',
  /** What several parts ask an array to contain. */
  contains: 'x-brrt-contains',
} as const;

/** `anyOf` and the like of several parts: each is a schema that has to hold too. */
export const apartKeyword = 'x-brrt-apart';
