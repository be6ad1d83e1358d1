import type { MapEdge, MapNode, ServiceMap } from '../api/telemetry.ts';
import { type CallLinks, createCallLinks } from './call-links.ts';
import { createRates, nothingCounted, type Rates, sumBuckets } from './rates.ts';
import { timeline } from './red.ts';
import type { StoredSpan } from './stored-span.ts';

export interface MapQuery {
  /** Seconds. */
  readonly window?: number | undefined;
  /** Clients that are generated: caller and called. */
  readonly declared?: readonly (readonly [from: string, to: string])[] | undefined;
}

/** Who calls whom. */
export interface MapMemory {
  observe(span: StoredSpan): void;
  /** Of a span that was counted before. */
  restore(span: StoredSpan): void;
  report(query: MapQuery): ServiceMap;
  readonly edges: Rates;
  clear(): void;
}

interface Options {
  readonly now: () => number;
  /** Of server spans. */
  readonly served: Rates;
  /** Services that sent something, by name. */
  readonly services: { has(name: string): boolean };
  /** Of a span that is still there. */
  readonly serviceOf: (traceId: string, spanId: string) => string | undefined;
}

const maximumEdges = 500;

export function createMapMemory({ now, served, services, serviceOf }: Options): MapMemory {
  const edges = createRates({ maximumSeries: maximumEdges, now });
  const links = createCallLinks({ edges, now, serviceOf });
  return {
    edges,
    observe: (span) => links.observe(span),
    restore: (span) => links.restore(span),
    report({ window, declared = [] }) {
      links.settle();
      const { from, to } = timeline(now(), window);
      const found = mergeEdges(edges, declared, { from, to });
      const calls = new Set(found.flatMap((edge) => [edge.from, edge.to]));
      for (const { first, second, buckets } of served.all())
        if (second === '' && sumBuckets(buckets, from, to).count > 0) calls.add(first);
      const declaredNames = new Set(declared.flat());
      const nodes = [...calls].sort().map((name): MapNode => {
        const isService = services.has(name) || declaredNames.has(name);
        const numbers = sumBuckets(served.find(name, '')?.buckets ?? [], from, to);
        return { name, kind: kindOf(name, isService, links), numbers };
      });
      return { nodes, edges: found };
    },
    clear() {
      edges.clear();
      links.clear();
    },
  };
}

function kindOf(name: string, isService: boolean, { databases }: CallLinks): MapNode['kind'] {
  if (isService) return 'service';
  return databases.has(name) ? 'database' : 'external';
}

function mergeEdges(
  observed: Rates,
  declared: NonNullable<MapQuery['declared']>,
  { from, to }: { readonly from: number; readonly to: number },
): readonly MapEdge[] {
  const edges = new Map<string, MapEdge>();
  for (const { first, second, buckets } of observed.all()) {
    const numbers = sumBuckets(buckets, from, to);
    if (numbers.count > 0) edges.set(`${first}\0${second}`, { from: first, to: second, numbers, seen: 'observed' });
  }
  for (const [caller, called] of declared) {
    const key = `${caller}\0${called}`;
    const known = edges.get(key);
    if (known === undefined) edges.set(key, { from: caller, to: called, numbers: nothingCounted, seen: 'declared' });
    else if (known.seen === 'observed') edges.set(key, { ...known, seen: 'both' });
  }
  return [...edges.values()];
}
