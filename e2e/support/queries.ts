import { parser } from '@prometheus-io/lezer-promql';

/** A metric that a query asks for, and the labels that it names. */
export interface AskedMetric {
  readonly name: string;
  readonly labels: readonly string[];
}

export interface ReadQuery {
  readonly metrics: readonly AskedMetric[];
  /** Of `by (…)`, anywhere in the query. */
  readonly grouping: readonly string[];
}

/**
 * Reads PromQL with Prometheus' own grammar; variables of Grafana stand for a duration.
 * @throws Error for what is no query
 */
export function readQuery(written: string): ReadQuery {
  const text = written.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h');
  const metrics: { name: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  let place: 'selector' | 'grouping' = 'selector';
  parser.parse(text).iterate({
    enter({ name, type, from, to }) {
      if (type.isError) throw new Error(`No query at ${from}: ${text}`);
      const part = text.slice(from, to);
      if (name === 'VectorSelector') metrics.push({ name: '', labels: [] });
      if (name === 'VectorSelector' || name === 'GroupingLabels')
        place = name === 'GroupingLabels' ? 'grouping' : 'selector';
      const last = metrics.at(-1);
      if (name === 'Identifier' && last !== undefined) last.name = part;
      if (name === 'LabelName') (place === 'grouping' ? grouping : (last?.labels ?? [])).push(part);
    },
  });
  return { metrics, grouping };
}
