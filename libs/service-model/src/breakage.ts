import type { Diagnostic } from './diagnostic.ts';

/** Which parts of a document the errors in it make unreadable (see `Report`). */
export interface Breakage {
  readonly brokenParts: ReadonlySet<string>;
  /** The errors in some parts and in everything that these need, each once. */
  errorsOf(parts: readonly string[]): readonly Diagnostic[];
}

/** Errors by the part that they were found in, and which parts each part cannot be read without. */
export interface PartGraph {
  readonly errors: ReadonlyMap<string, ReadonlySet<Diagnostic>>;
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Follows the errors back to everything that needs a part with an error in it. Linear in the graph. */
export function traceBreakage({ errors, needs }: PartGraph): Breakage {
  const broken = new Set(errors.size === 0 ? [] : reach(errors.keys(), invert(needs)));
  return {
    brokenParts: broken,
    errorsOf: (parts) => {
      const within = new Set<Diagnostic>();
      for (const part of reach(
        parts.filter((each) => broken.has(each)),
        needs,
        broken,
      )) {
        for (const error of errors.get(part) ?? []) within.add(error);
      }
      return [...within];
    },
  };
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

function invert(edges: Edges): Edges {
  const inverted = new Map<string, Set<string>>();
  for (const [from, targets] of edges) {
    for (const to of targets) inverted.set(to, (inverted.get(to) ?? new Set()).add(from));
  }
  return inverted;
}

function reach(starts: Iterable<string>, edges: Edges, among?: ReadonlySet<string>): ReadonlySet<string> {
  const seen = new Set(starts);
  // A set visits what is added to it while it is walked.
  for (const part of seen) {
    for (const next of edges.get(part) ?? []) if (among?.has(next) ?? true) seen.add(next);
  }
  return seen;
}
