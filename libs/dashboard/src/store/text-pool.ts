/** Strings that come again and again, such as attribute names, are kept once. What is in the pool costs a record nothing more. */
export interface TextPool {
  /** The pool's own copy, where it has one. */
  keep(text: string): string;
  has(text: string): boolean;
  readonly bytes: number;
}

const maximumLength = 96;
const maximumCandidates = 8_192;

/** Takes a string in when it is seen a second time; when it is full it stays as it is, so that its size is known for good. */
export function createTextPool(maximumBytes: number): TextPool {
  const pool = new Map<string, string>();
  let candidates = new Set<string>();
  let bytes = 0;
  return {
    keep(text) {
      if (text.length > maximumLength) return text;
      const kept = pool.get(text);
      if (kept !== undefined) return kept;
      if (bytes >= maximumBytes) return text;
      if (candidates.delete(text)) {
        const own = internalize(text);
        pool.set(own, own);
        // An entry of the map, too.
        bytes += textBytes(text) + 48;
        return own;
      } else {
        if (candidates.size >= maximumCandidates) candidates = new Set();
        candidates.add(text);
      }
      return text;
    },
    has: (text) => pool.has(text),
    get bytes() {
      return bytes;
    },
  };
}

/** The copy that V8 itself keeps of names: two of them are compared by their address. */
export function internalize(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

/** What a string takes in memory, as V8 lays it out. */
export function textBytes(text: string): number {
  return 24 + (isLatin(text) ? text.length : text.length * 2);
}

function isLatin(text: string): boolean {
  return !wide.test(text);
}

const wide = /[^\0-\u00ff]/;
