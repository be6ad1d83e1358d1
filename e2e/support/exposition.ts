/** One sample as a line shows it. */
export interface ShownSample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  readonly exemplar: { readonly labels: ReadonlyMap<string, string>; readonly value: number } | undefined;
}

export interface MetricFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ShownSample[];
}

const labelSet = String.raw`\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*"(?:,(?!\}))?)*)\}`;
const number = String.raw`([+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Inf)|NaN)`;
const samplePattern = new RegExp(
  `^([a-zA-Z_:][\\w:]*)(?:${labelSet})? ${number}(?: # ${labelSet} ${number}(?: ${number})?)?$`,
);
const metaPattern = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/;

/**
 * Reads a scrape strictly, in either text format.
 * @throws Error for a line that the format does not know, a sample outside its family, and a family that comes twice
 */
export function readExposition(text: string, format: 'prometheus' | 'openmetrics'): readonly MetricFamily[] {
  if (!text.endsWith('\n')) throw new Error('The last line does not end');
  const lines = text.slice(0, -1).split('\n');
  if (format === 'openmetrics' && lines.pop() !== '# EOF') throw new Error('There is no # EOF at the end');
  const families: (MetricFamily & { readonly samples: ShownSample[] })[] = [];
  let meta: { readonly name: string; readonly help: string } | undefined;
  for (const line of lines) {
    // Prometheus text has empty lines between families, OpenMetrics has none.
    if (line === '' && format === 'prometheus') continue;
    const [, kind, name = '', rest = ''] = metaPattern.exec(line) ?? [];
    if (kind === 'HELP') meta = { name, help: rest };
    else if (kind === 'TYPE') {
      if (meta?.name !== name) throw new Error(`${name} has no HELP before its TYPE`);
      if (families.some((family) => family.name === name)) throw new Error(`${name} comes twice`);
      families.push({ ...meta, type: rest, samples: [] });
    } else {
      const sample = readSample(line);
      const family = families.at(-1);
      if (family === undefined || !belongs(sample.name, family, format)) throw new Error(`No family has: ${line}`);
      family.samples.push(sample);
    }
  }
  return families;
}

function readSample(line: string): ShownSample {
  const match = samplePattern.exec(line);
  if (match === null) throw new Error(`Not a line of the format: ${line}`);
  const [, name = '', labels = '', value = '', exemplarLabels, exemplarValue = ''] = match;
  const exemplar =
    exemplarLabels === undefined ? undefined : { labels: readLabels(exemplarLabels), value: toNumber(exemplarValue) };
  return { name, labels: readLabels(labels), value: toNumber(value), exemplar };
}

function readLabels(text: string): ReadonlyMap<string, string> {
  const pairs = [...text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
  const labels = new Map(pairs.map(([, name = '', value = '']) => [name, value]));
  if (labels.size !== pairs.length) throw new Error(`A label comes twice: ${text}`);
  return labels;
}

function toNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

const suffixes: Readonly<Record<string, readonly string[]>> = { histogram: ['_bucket', '_sum', '_count'] };

function belongs(sample: string, { name, type }: MetricFamily, format: 'prometheus' | 'openmetrics'): boolean {
  const counter = format === 'openmetrics' ? ['_total'] : [''];
  const allowed = suffixes[type] ?? (type === 'counter' ? counter : ['']);
  return allowed.some((suffix) => sample === name + suffix);
}

/** What `promtool check metrics` and the data model of Prometheus would find, and what both formats ask of histograms. */
export function listFaults(families: readonly MetricFamily[], format: 'prometheus' | 'openmetrics'): readonly string[] {
  return families.flatMap((family) => [
    ...nameFaults(family, format),
    ...seriesFaults(family),
    ...(family.type === 'histogram' ? histogramFaults(family) : []),
    ...exemplarFaults(family, format),
  ]);
}

const otherUnits =
  /_(?:milliseconds|microseconds|nanoseconds|ms|minutes|hours|days|kilobytes|megabytes|bits|kb|mb|percent)(?:_|$)/;

function nameFaults({ name, type, help }: MetricFamily, format: 'prometheus' | 'openmetrics'): readonly string[] {
  const counter = type === 'counter' && format === 'prometheus';
  const faults: [boolean, string][] = [
    [/[A-Z]/.test(name), 'is no snake_case'],
    [name.includes(':'), 'has a colon, which is for recording rules'],
    [otherUnits.test(name), 'is in no base unit'],
    [counter !== name.endsWith('_total'), counter ? 'counts and does not end in _total' : 'ends in _total'],
    [/_(?:bucket|sum|count)$/.test(name), 'ends as parts of a histogram do'],
    [/_(?:counter|gauge|histogram|summary)(?:_|$)/.test(name), 'has its type in its name'],
    [help.trim() === '', 'has no help'],
    [!['counter', 'gauge', 'histogram'].includes(type), `is a ${type}`],
  ];
  return faults.filter(([isFault]) => isFault).map(([, fault]) => `${name} ${fault}`);
}

function seriesFaults({ name, samples }: MetricFamily): readonly string[] {
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const sample of samples) {
    const key = keyOf(sample.labels, sample.name);
    if (seen.has(key)) faults.push(`${name} has a series twice: ${key}`);
    seen.add(key);
    for (const label of sample.labels.keys())
      if (label.startsWith('__') || (label === 'le' && !sample.name.endsWith('_bucket')))
        faults.push(`${name} has a label ${label}`);
  }
  return faults;
}

function keyOf(labels: ReadonlyMap<string, string>, name: string): string {
  return JSON.stringify([name, ...[...labels].toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function histogramFaults({ name, samples }: MetricFamily): readonly string[] {
  const series = Map.groupBy(samples, ({ labels }) =>
    keyOf(new Map([...labels].filter(([label]) => label !== 'le')), name),
  );
  return [...series].flatMap(([key, parts]) => {
    const buckets = parts.filter((part) => part.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => toNumber(labels.get('le') ?? ''));
    const counts = buckets.map(({ value }) => value);
    const count = parts.find((part) => part.name === `${name}_count`)?.value;
    const isSound =
      bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? bound)) &&
      counts.every((value, index) => index === 0 || value >= (counts[index - 1] ?? 0)) &&
      bounds.at(-1) === Number.POSITIVE_INFINITY &&
      counts.at(-1) === count &&
      parts.some((part) => part.name === `${name}_sum`);
    return isSound ? [] : [`${key} is no histogram`];
  });
}

// OpenMetrics 1.0 §4.6.1
const maximumExemplar = 128;

function exemplarFaults({ name, type, samples }: MetricFamily, format: string): readonly string[] {
  return samples.flatMap(({ name: shown, labels, exemplar }) => {
    if (exemplar === undefined) return [];
    const size = [...exemplar.labels].flat().join('').length;
    const isInBucket = exemplar.value <= toNumber(labels.get('le') ?? '+Inf');
    const isSound = format === 'openmetrics' && type === 'histogram' && size <= maximumExemplar && isInBucket;
    return isSound ? [] : [`${name} has an exemplar that is none: ${shown}`];
  });
}
